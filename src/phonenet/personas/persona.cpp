#include "phonenet/personas/persona.h"

#include <algorithm>
#include <array>
#include <vector>

namespace courtesy::phonenet {
namespace {

constexpr std::array reaches{Reach::answers, Reach::busy, Reach::no_answer, Reach::not_in_service, Reach::by_hand};
constexpr std::array wishes{Wish::nothing, Wish::confirm, Wish::cancel, Wish::call_back, Wish::opt_out};

Span seconds_from(int least, int most) { return {seconds{least}, seconds{most}}; }

std::vector<Persona> make_built_in() {
  std::vector<Persona> all;
  const auto add = [&](std::string name, Wish wish = Wish::confirm) -> Persona& {
    all.push_back(Persona{.name = std::move(name), .wish = wish});
    return all.back();
  };
  add("confirms");
  add("cancels", Wish::cancel);
  add("call-back", Wish::call_back);
  add("opts-out", Wish::opt_out);
  add("impatient").interrupts = true;
  add("hears-again").repeats = 1;
  add("wrong-keys").wrong_keys = 2;
  Persona& gives_up = add("wrong-keys-gives-up");
  gives_up.wrong_keys = 2;
  gives_up.gives_up = true;
  gives_up.reply.push_back('-');
  Persona& ignores = add("ignores", Wish::nothing);
  ignores.patience = seconds_from(8, 40);
  Persona& hangs_up = add("hangs-up", Wish::nothing);
  hangs_up.patience = {milliseconds{500}, milliseconds{2'000}};
  add("busy", Wish::nothing).reach = Reach::busy;
  add("no-answer", Wish::nothing).reach = Reach::no_answer;
  Persona& nobody = add("not-in-service", Wish::nothing);
  nobody.reach = Reach::not_in_service;
  nobody.text_error = 30005;
  for (const bool beeps : {true, false}) {
    Persona& machine = add(beeps ? "voicemail" : "voicemail-no-beep", Wish::nothing);
    machine.machine = true;
    machine.beeps = beeps;
    machine.pick_up = seconds_from(15, 25);
  }
  Persona& by_hand = add("handset", Wish::nothing);
  by_hand.reach = Reach::by_hand;
  by_hand.patience = by_hand.talks = {hours{24}, hours{24}};
  by_hand.reply.push_back('-');
  add("unreachable").text_error = 30003;
  add("landline").text_error = 30006;
  std::sort(all.begin(), all.end(), [](const Persona& a, const Persona& b) { return a.name < b.name; });
  return all;
}

}  // namespace

const Persona* built_in_persona(std::string_view name) {
  static const std::vector<Persona> all = make_built_in();
  const auto found =
      std::lower_bound(all.begin(), all.end(), name,
                       [](const Persona& persona, std::string_view wanted) { return persona.name < wanted; });
  return found != all.end() && found->name == name ? &*found : nullptr;
}

const std::shared_ptr<const Persona>& another_number() {
  static const std::shared_ptr<const Persona> persona = [] {
    Persona number{.name = "number", .wish = Wish::nothing};
    number.hello = number.goes_on = {milliseconds{0}, milliseconds{0}};
    number.patience = number.talks = {hours{24}, hours{24}};
    number.reply = "-";
    return std::make_shared<const Persona>(std::move(number));
  }();
  return persona;
}

std::string_view to_string(Reach reach) {
  switch (reach) {
    case Reach::answers: return "answers";
    case Reach::busy: return "busy";
    case Reach::no_answer: return "no_answer";
    case Reach::not_in_service: return "not_in_service";
    case Reach::by_hand: return "by_hand";
  }
  return "";
}

std::string_view to_string(Wish wish) {
  switch (wish) {
    case Wish::nothing: return "nothing";
    case Wish::confirm: return "confirm";
    case Wish::cancel: return "cancel";
    case Wish::call_back: return "call_back";
    case Wish::opt_out: return "opt_out";
  }
  return "";
}

std::optional<Reach> reach_named(std::string_view name) {
  for (const Reach reach : reaches) {
    if (to_string(reach) == name) return reach;
  }
  return std::nullopt;
}

std::optional<Wish> wish_named(std::string_view name) {
  for (const Wish wish : wishes) {
    if (to_string(wish) == name) return wish;
  }
  return std::nullopt;
}

}  // namespace courtesy::phonenet
