#include "api/pushed_facts.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/read_body.h"
#include "store/fact_book.h"

namespace courtesy::api {
namespace {

constexpr std::size_t most_at_once = 500;
constexpr hours longest_life{24 * 366};

Result<std::string> key_in(const boost::json::object& body) {
  const auto* appointment = body.if_contains("appointment");
  if (appointment == nullptr) return needed(body, "key", 20);
  if (!appointment->is_int64() || appointment->as_int64() < 1)
    return invalid("`appointment` must be an appointment's id");
  return key_of(AppointmentId(appointment->as_int64()));
}

Result<std::map<std::string, std::string>> words_in(const boost::json::object& body) {
  const auto* words = body.if_contains("words");
  if (words == nullptr || !words->is_object()) return invalid("`words` must be an object: {\"en\": \"on its way\"}");
  std::map<std::string, std::string> read;
  for (const auto& [language, text] : words->as_object()) {
    if (!text.is_string()) return invalid("`words` must be texts by language");
    read[std::string(language)] = std::string(text.as_string());
  }
  return read;
}

Result<PushedFact> fact_in(const Unit& unit, const boost::json::value& value) {
  if (!value.is_object()) return invalid("`facts` must be a list of objects");
  const auto& body = value.as_object();
  PushedFact fact{.name = TRY(needed(body, "name", 40)), .key = TRY(key_in(body)), .words = TRY(words_in(body))};
  if (const std::string pin = TRY(text_of(body, "pin", 12)); !pin.empty()) fact.pin = Secret<std::string>(pin);
  fact.expires_at = TRY(parse_instant(TRY(needed(body, "expires_at", 40))));
  if (fact.expires_at <= unit.now() || fact.expires_at > unit.now() + longest_life)
    return invalid("`expires_at` must be an instant ahead, within a year");
  return fact;
}

}  // namespace

Result<boost::json::object> facts_page(Unit& unit) {
  return boost::json::object{{"count", TRY(FactBook(unit).count())}, {"most", FactBook::most_facts}};
}

Result<boost::json::object> push_facts(Unit& unit, const boost::json::object& body) {
  const auto* facts = body.if_contains("facts");
  if (facts == nullptr || !facts->is_array()) return invalid("`facts` must be a list");
  if (facts->as_array().size() > most_at_once) return invalid("`facts` are 500 at most in one request");
  std::size_t n = 0;
  for (const auto& value : facts->as_array()) {
    ++n;
    auto fact = fact_in(unit, value);
    if (!fact) return Error{fact.error().code, fmt::format("fact {}: {}", n, fact.error().message)};
    TRY(FactBook(unit).put(*fact));
  }
  boost::json::object page = TRY(facts_page(unit));
  page["taken"] = n;
  return page;
}

Result<boost::json::object> remove_fact(Unit& unit, const boost::json::object& body) {
  const bool removed = TRY(FactBook(unit).remove(TRY(needed(body, "name", 40)), TRY(key_in(body))));
  boost::json::object page = TRY(facts_page(unit));
  page["removed"] = removed;
  return page;
}

}  // namespace courtesy::api
