#include "phonenet/personas/directory.h"

#include <algorithm>

#include "base/phone/number.h"

namespace courtesy::phonenet {

Directory::Directory() { mix_.emplace_back(*built_in_persona("confirms"), 1.0); }

const Persona& Directory::who(std::string_view number, std::uint64_t seed) const {
  if (const auto listed = numbers_.find(std::string(number)); listed != numbers_.end()) return listed->second;
  if (mix_.size() == 1) return mix_.front().first;
  double sum = 0;
  for (const auto& one : mix_) sum += one.second;
  double draw = stream(seed, number).unit() * sum;
  for (const auto& [persona, weight] : mix_) {
    if (draw < weight) return persona;
    draw -= weight;
  }
  return mix_.back().first;
}

Result<void> Directory::put(std::string number, Persona persona) {
  const PhoneNumber parsed = TRY(PhoneNumber::parse(number));
  numbers_.insert_or_assign(parsed.e164(), std::move(persona));
  return {};
}

std::vector<std::string> Directory::by_hand() const {
  std::vector<std::string> all;
  for (const auto& [number, persona] : numbers_) {
    if (persona.reach == Reach::by_hand) all.push_back(number);
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace courtesy::phonenet
