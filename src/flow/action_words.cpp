#include "flow/action_words.h"

#include <algorithm>
#include <span>
#include <string>

#include "flow/plain_words.h"

namespace courtesy::flow {
namespace {

using Phrases = std::span<const std::string_view>;

/// For which actions words can stand; for none when they offer something that writes nothing.
constexpr unsigned bit(Action action) { return 1U << static_cast<unsigned>(action); }
constexpr unsigned confirming = bit(Action::confirm);
constexpr unsigned cancelling = bit(Action::cancel);
constexpr unsigned calling_back = bit(Action::request_call_back);
constexpr unsigned opting_out = bit(Action::opt_out);

struct Meaning {
  std::string_view words;  ///< in plain_words; stems, so that "cancelada" is one
  unsigned actions;
};

constexpr Meaning offers[] = {
    {" not confirm", cancelling | calling_back},
    {" not wish to confirm", cancelling | calling_back},
    {" not want to confirm", cancelling | calling_back},
    {" no desea confirmar", cancelling | calling_back},
    {" no quiere confirmar", cancelling | calling_back},
    {" confirm", confirming},
    {" keep your ", confirming},
    {" keep the ", confirming},
    {" cancel", cancelling},
    {" anul", cancelling},
    {" call it off ", cancelling},
    {" call off ", cancelling},
    {" visit off ", cancelling},
    {" appointment off ", cancelling},
    {" delete", cancelling},
    {" decline", cancelling},
    {" reschedul", calling_back},
    {" another time ", calling_back},
    {" reprogram", calling_back},
    {" otro día ", calling_back},
    {" otra hora ", calling_back},
    {" not right ", cancelling | calling_back},
    {" not correct ", cancelling | calling_back},
    {" no es correct", cancelling | calling_back},
    {" called back ", calling_back},
    {" call back ", calling_back},
    {" callback ", calling_back},
    {" call you ", calling_back},
    {" speak to ", calling_back},
    {" speak with ", calling_back},
    {" talk to ", calling_back},
    {" talk with ", calling_back},
    {" le llam", calling_back},
    {" hablar con ", calling_back},
    {" no more calls ", opting_out},
    {" hear it ", 0},
    {" hear this ", 0},
    {" hear that ", 0},
    {" repeat", 0},
    {" oírl", 0},
    {" oír esto ", 0},
    {" escuchar", 0},
    {" repetir", 0},
};

constexpr Meaning outcomes[] = {
    {" confirm", confirming},        {" cancel", cancelling},           {" no more calls ", opting_out},
    {" no recib", opting_out},       {" call you back ", calling_back}, {" called back ", calling_back},
    {" le llamemos ", calling_back},
};

constexpr std::string_view cannot[] = {" cant ",     " cannot ",   " can not ",  " wont ",    " will not ", " unable ",
                                       " not able ", " no puede ", " no podrá ", " no va a ", " couldnt "};
constexpr std::string_view come[] = {" come ",    " make it ", " make the ", " make your ", " be there ",
                                     " attend",   " keep it ", " keep the ", " keep your ", " venir ",
                                     " asistir ", " acudir ",  " ir "};

constexpr std::string_view opt_outs[] = {" opt out ",          " opting out ",    " optout ",        " unsubscribe",
                                         " do not call ",      " dont call ",     " never call",     " not be called ",
                                         " not to be called ", " not call you ",  " off our list ",  " off the list ",
                                         " off this list ",    " from our list ", " from the list ", " no recib",
                                         " dejar de recibir ", " de baja ",       " no le llam"};
constexpr std::string_view endings[] = {" no ",      " not ",  " never ",    " stop ",     " end ",   " dont ",
                                        " without ", " quit ", " block ",    " cancel ",   " dejar ", " parar ",
                                        " detener ", " sin ",  " cancelar ", " terminar ", " fewer "};
constexpr std::string_view contacts[] = {" calls ",     " calling ",  " texts ",    " messages ",
                                         " reminders ", " llamadas ", " mensajes ", " recordatorios "};
constexpr std::string_view perhaps[] = {" no ",    " not ",   " never ",   " dont ", " stop ",  " end ",     " off ",
                                        " remove", " quit ",  " list ",    " alone", " block",  " without ", " cancel",
                                        " dejar ", " parar ", " detener ", " quit",  " elimin", " lista ",   " sin ",
                                        " ya no ", " borr",   " alto ",    " baja "};

bool has(std::string_view plain, Phrases phrases) { return !first_in(plain, phrases).empty(); }

std::string_view trimmed(std::string_view words) {
  words.remove_prefix(std::min(words.find_first_not_of(' '), words.size()));
  return words.substr(0, words.find_last_not_of(' ') + 1);
}

/// "can't come" and the like: which words of it.
std::string_view staying_away(std::string_view plain) {
  if (!has(plain, come)) return {};
  const std::string_view words = trimmed(first_in(plain, cannot));
  return words == "cant" ? "can't" : words == "wont" ? "won't" : words;
}

bool is_opt_out(std::string_view plain) {
  return has(plain, opt_outs) || (has(plain, endings) && has(plain, contacts));
}

/// The first words in it that cannot stand for the action, unless some in it can.
std::string_view other_words(unsigned action, std::string_view plain, std::span<const Meaning> meanings) {
  std::string_view other;
  bool has_words = false;
  for (const Meaning& meaning : meanings) {
    has_words |= (meaning.actions & action) != 0;
    if (plain.find(meaning.words) == std::string_view::npos) continue;
    if ((meaning.actions & action) != 0) return {};
    if (other.empty()) other = trimmed(meaning.words);
  }
  return has_words ? other : std::string_view{};
}

}  // namespace

std::string_view other_offer(Action action, std::string_view text) {
  const std::string plain = plain_words(text);
  const unsigned wanted = bit(action);
  if (action == Action::opt_out && is_opt_out(plain)) return {};
  if (const auto away = staying_away(plain); !away.empty()) {
    if ((wanted & (cancelling | calling_back)) != 0) return {};
    if (wanted == confirming) return away;
  }
  return other_words(wanted, plain, offers);
}

std::string_view other_outcome(Action action, std::string_view text) {
  return other_words(bit(action), plain_words(text), outcomes);
}

bool offers_opt_out(std::string_view text) { return is_opt_out(plain_words(text)); }

bool may_offer_opt_out(std::string_view text) {
  const std::string plain = plain_words(text);
  return is_opt_out(plain) || has(plain, perhaps);
}

}  // namespace courtesy::flow
