#include "api/inbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/maybe.h"
#include "api/messages.h"
#include "api/read_body.h"
#include "api/seen.h"
#include "base/whole_number.h"
#include "store/accounts.h"
#include "store/clients.h"
#include "store/inbox.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

/// A short code has few digits, and stands for itself.
constexpr std::size_t short_code_digits = 7;

std::string sender_of(std::int64_t number) {
  if (number == 0) return "";
  const std::string digits = std::to_string(number);
  return digits.size() < short_code_digits ? digits : "+" + digits;
}

std::int64_t digits_of(const std::string& sender) {
  return whole_number<std::int64_t>(sender.starts_with('+') ? std::string_view(sender).substr(1) : sender).value_or(0);
}

Result<std::optional<InboxPlace>> place_in(std::string_view before) {
  if (before.empty()) return std::optional<InboxPlace>{};
  const std::size_t dot = before.find('.');
  const auto newest = whole_number<std::int64_t>(before.substr(0, dot));
  const auto number = whole_number<std::int64_t>(dot == before.npos ? "" : before.substr(dot + 1));
  if (!newest || !number) return invalid("`before` must be what the last page gave");
  return std::optional(InboxPlace{.newest = from_millis(*newest), .sender = sender_of(*number)});
}

Result<boost::json::object> who_json(Unit& unit, const std::string& sender, std::string_view country) {
  boost::json::array clients;
  if (!sender.empty()) {
    for (const ClientId client : TRY(unit.clients().with_number(sender)))
      clients.push_back({{"id", client.value()}, {"name", TRY(unit.clients().get(client)).name}});
  }
  return boost::json::object{{"number", digits_of(sender)},
                             {"from", maybe(sender)},
                             {"from_text", maybe(sender.empty() ? "" : number_text(sender, country))},
                             {"clients", std::move(clients)}};
}

Result<boost::json::object> conversation_json(Unit& unit, const Conversation& one, std::string_view country) {
  boost::json::object said = TRY(who_json(unit, one.sender, country));
  const Exchange newest = TRY(Inbox(unit).with(one.sender, 1));
  const bool text = !newest.texts.empty() && newest.texts.front().at == one.newest;
  said["at"] = to_string(one.newest);
  said["kind"] = text ? "text" : "message";
  said["words"] = text ? newest.texts.front().body : "";
  said["unread"] = one.unread;
  return said;
}

struct Piece {
  Instant at;
  boost::json::object said;
};

Piece piece(const TextIn& text) {
  return {.at = text.at,
          .said = {{"kind", "text"},
                   {"at", to_string(text.at)},
                   {"words", text.body},
                   {"read_as", text.read_as},
                   {"appointment", maybe(text.appointment)},
                   {"read_at", maybe(text.read_at)}}};
}

Piece piece(const Attempt& attempt) {
  return {.at = attempt.intended_at,
          .said = {{"kind", "sent"},
                   {"at", to_string(attempt.intended_at)},
                   {"channel", to_string(attempt.reminder.channel)},
                   {"words", attempt.text},
                   {"appointment", maybe(attempt.reminder.appointment)}}};
}

}  // namespace

Result<boost::json::object> inbox(Unit& unit, std::string_view before, int limit) {
  const std::string country = TRY(unit.accounts().get()).country;
  const auto found = TRY(Inbox(unit).list(TRY(place_in(before)), limit));
  boost::json::array all;
  for (const Conversation& one : found) all.push_back(TRY(conversation_json(unit, one, country)));
  boost::json::value next = nullptr;
  if (static_cast<int>(found.size()) == limit)
    next = fmt::format("{}.{}", to_millis(found.back().newest), digits_of(found.back().sender));
  return boost::json::object{
      {"conversations", std::move(all)}, {"unread", TRY(unread(unit))}, {"before", std::move(next)}};
}

Result<boost::json::object> exchange(Unit& unit, std::int64_t number) {
  const std::string country = TRY(unit.accounts().get()).country;
  const std::string sender = sender_of(number);
  const Exchange all = TRY(Inbox(unit).with(sender, exchange_shown));
  std::vector<Piece> pieces;
  int fresh = 0;
  for (const TextIn& text : all.texts) {
    pieces.push_back(piece(text));
    fresh += text.read_at ? 0 : 1;
  }
  for (const Attempt& attempt : all.sent) pieces.push_back(piece(attempt));
  for (const Recording& message : all.messages) {
    boost::json::object said = TRY(recording_json(unit, message, country));
    pieces.push_back({.at = message.made_at,
                      .said = {{"kind", "message"}, {"at", to_string(message.made_at)}, {"message", std::move(said)}}});
    fresh += message.read_at ? 0 : 1;
  }
  std::ranges::stable_sort(pieces, {}, &Piece::at);
  boost::json::object said = TRY(who_json(unit, sender, country));
  boost::json::array list;
  for (Piece& one : pieces) list.push_back(std::move(one.said));
  said["exchange"] = std::move(list);
  said["unread"] = fresh;
  return said;
}

Result<boost::json::object> mark_exchange(Unit& unit, std::int64_t number, const boost::json::object& body) {
  const auto* read = body.if_contains("read");
  if (read == nullptr || !read->is_bool()) return invalid("`read` must be true or false");
  TRY(Inbox(unit).mark(sender_of(number), read->as_bool(), TRY(who_of(body))));
  return exchange(unit, number);
}

Result<int> unread(Unit& unit) { return TRY(Inbox(unit).unread_texts()) + TRY(unit.recordings().unread_messages()); }

}  // namespace courtesy::api
