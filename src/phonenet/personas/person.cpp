#include "phonenet/personas/person.h"

#include <algorithm>

#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr int most_presses = 20;

std::optional<Purpose> purpose_of(Wish wish) {
  switch (wish) {
    case Wish::nothing: return std::nullopt;
    case Wish::confirm: return Purpose::confirm;
    case Wish::cancel: return Purpose::cancel;
    case Wish::call_back: return Purpose::call_back;
    case Wish::opt_out: return Purpose::opt_out;
  }
  return std::nullopt;
}

const Offer* offer_for(const std::vector<Offer>& offers, Purpose purpose) {
  const auto found =
      std::find_if(offers.begin(), offers.end(), [&](const Offer& offer) { return offer.purpose == purpose; });
  return found == offers.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Press> Person::begins_to_hear(std::string_view text) {
  if (!(persona_.interrupts || persona_.at_the_offer) || decided_) return std::nullopt;
  const auto offers = spoken_offers(text);
  auto press = decide(text);
  if (!press || offers.empty()) return press;
  std::size_t end = text.size();
  for (const Offer& offer : offers) {
    if (offer.key[0] == press->key) end = offer.end;
  }
  // The way to the word is a part of the whole, which is not the sum of its parts' lengths.
  const milliseconds to_the_offer = twiml::spoken_length(text) * static_cast<std::int64_t>(end) /
                                    std::max<std::int64_t>(1, static_cast<std::int64_t>(text.size()));
  press->after =
      persona_.interrupts ? twiml::spoken_length(text.substr(0, end)) + press->after / 3 : to_the_offer + press->after;
  return press;
}

std::optional<Press> Person::has_heard(std::string_view text) {
  heard_.append(heard_.empty() ? "" : "\n").append(text);
  if (heard_.size() > 16 * 1024) heard_.erase(0, heard_.size() - 8 * 1024);
  if (decided_) return std::nullopt;
  return decide(heard_);
}

void Person::pressed() {
  decided_ = false;
  heard_.clear();
  ++presses_;
}

std::optional<Press> Person::decide(std::string_view all) {
  const auto wanted = purpose_of(persona_.wish);
  if (!wanted || presses_ >= most_presses) return std::nullopt;
  if (!presses_at_all_) presses_at_all_ = persona_.presses >= 1 || random_.chance(persona_.presses);
  if (!*presses_at_all_) return std::nullopt;
  const auto offers = spoken_offers(all);
  const Offer* choice = offer_for(offers, *wanted);
  if (choice != nullptr) {
    if (const Offer* again = offer_for(offers, Purpose::hear_again); again != nullptr && repeats_ < persona_.repeats) {
      ++repeats_;
      decided_ = true;
      return Press{persona_.react.draw(random_), again->key[0]};
    }
    if (wrong_ < persona_.wrong_keys) return wrong_key(offers);
    decided_ = true;
    if (persona_.wrong_keys > 0 && persona_.gives_up) return Press{persona_.react.draw(random_), 0};
    return Press{persona_.react.draw(random_), persona_.key != 0 ? persona_.key : choice->key[0]};
  }
  choice = offer_for(offers, Purpose::listen);
  if (choice == nullptr) return std::nullopt;
  if (presses_ == 0 && persona_.first_key_wrong > 0 && random_.chance(persona_.first_key_wrong)) {
    return wrong_key(offers);
  }
  decided_ = true;
  return Press{persona_.react.draw(random_), choice->key[0]};
}

std::optional<Press> Person::wrong_key(const std::vector<Offer>& offers) {
  std::string others;
  for (const char key : std::string_view("0123456789*")) {
    const bool offered = std::any_of(offers.begin(), offers.end(), [&](const Offer& o) { return o.key[0] == key; });
    if (!offered) others += key;
  }
  ++wrong_;
  decided_ = true;
  return Press{persona_.react.draw(random_), others.empty() ? '0' : others[random_.below(others.size())]};
}

std::optional<std::string> written_reply(const Persona& persona, std::string_view text) {
  if (persona.reply == "-" || persona.machine) return std::nullopt;
  if (!persona.reply.empty()) return persona.reply;
  const auto wanted = purpose_of(persona.wish);
  if (!wanted) return std::nullopt;
  const auto offers = written_offers(text);
  if (const Offer* choice = offer_for(offers, *wanted)) return choice->key;
  if (*wanted == Purpose::opt_out) return "STOP";
  return std::nullopt;
}

}  // namespace courtesy::phonenet
