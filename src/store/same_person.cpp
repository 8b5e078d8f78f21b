#include "store/same_person.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/recipient_key.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// Bytes beyond ASCII belong to words, as they are written.
bool parts_words(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  return byte < 0x80 && !letter && !(byte >= '0' && byte <= '9');
}

std::set<std::string> words_of(const std::string& name) {
  std::set<std::string> words;
  std::string word;
  for (const char c : name + ' ') {
    if (!parts_words(c)) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

bool akin(const Client& a, const Client& b) {
  const auto one = words_of(a.name);
  const auto other = words_of(b.name);
  return std::ranges::includes(one, other) || std::ranges::includes(other, one);
}

bool share_a_way(const Client& a, const Client& b) {
  const bool number = !a.number.empty() && a.number == b.number;
  return number || (!a.email.empty() && recipient_key(a.email) == recipient_key(b.email));
}

bool may_be_one(const Client& before, const Client& now) {
  const bool named = !before.name.empty() && !now.name.empty();
  return before.id == now.id || share_a_way(before, now) || (named && akin(before, now));
}

/// Of email it is said apart.
Result<void> keep_opt_out(Unit& unit, const std::string& before, const std::string& now) {
  if (now.empty() || recipient_key(before) == recipient_key(now)) return {};
  const auto opt_out = TRY(unit.clients().opt_out(before));
  if (!opt_out || TRY(unit.clients().suppressed(now))) return {};
  return unit.clients().suppress(now, opt_out->how);
}

/// An import that says again what it said gives no consent for the new number.
Result<void> keep_withdrawals(Unit& unit, const Client& before, const Client& now) {
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    const std::string& recipient = now.recipient(channel);
    const bool as_it_was = before.id == now.id && recipient == before.recipient(channel);
    if (recipient.empty() || as_it_was) continue;
    if (const auto who = TRY(unit.clients().withdrawn_by(before.id, channel, before.recipient(channel))))
      TRY(unit.clients().withdraw_consent(now.id, channel, *who));
  }
  return {};
}

}  // namespace

bool same_person(const Client& before, const Client& now) { return share_a_way(before, now) && akin(before, now); }

Result<void> keep_wishes(Unit& unit, const Client& before, const Client& now) {
  if (!may_be_one(before, now)) return {};
  // An opt-out is for good and of a number: it goes over to no other name that only shares the phone.
  if (before.id == now.id || akin(before, now)) {
    TRY(keep_opt_out(unit, before.number, now.number));
    TRY(keep_opt_out(unit, before.email, now.email));
  }
  return keep_withdrawals(unit, before, now);
}

}  // namespace courtesy
