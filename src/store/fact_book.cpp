#include "store/fact_book.h"

#include <boost/json.hpp>

#include "flow/names.h"
#include "store/keyed.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::size_t longest_key = 20;
constexpr std::size_t longest_words = 400;

bool is_of(std::string_view text, std::string_view letters) {
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

Result<void> check(const PushedFact& fact) {
  if (!flow::is_name(fact.name)) return invalid("a fact's `name` is small letters, digits and _, a letter first");
  const bool keyed_in = is_of(fact.key, "0123456789*") && fact.key.size() <= longest_key;
  const bool of_appointment = fact.key.starts_with('@') && is_of(std::string_view(fact.key).substr(1), "0123456789");
  if (!keyed_in && !of_appointment) return invalid("a fact's `key` is what a caller keys in: 1 to 20 digits or stars");
  if (fact.words.empty()) return invalid("a fact has `words` in one language at least");
  for (const auto& [language, words] : fact.words) {
    if (language.size() != 2) return invalid("a fact's languages are two letters each: en, es");
    if (words.empty() || words.size() > longest_words) return invalid("a fact's words are 1 to 400 characters");
  }
  if (fact.pin &&
      (!is_of(fact.pin->reveal(), "0123456789") || fact.pin->reveal().size() < 4 || fact.pin->reveal().size() > 12)) {
    return invalid("a fact's `pin` is 4 to 12 digits");
  }
  return {};
}

std::string json_of(const std::map<std::string, std::string>& words) {
  boost::json::object object;
  for (const auto& [language, text] : words) object[language] = text;
  return boost::json::serialize(object);
}

std::string words_in(const std::string& json, const std::string& language) {
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(json, error);
  if (error || !value.is_object() || value.as_object().empty()) return {};
  const auto& object = value.as_object();
  for (const std::string& wanted : {language.substr(0, 2), std::string("en")}) {
    if (const auto* text = object.if_contains(wanted); text != nullptr && text->is_string())
      return std::string(text->as_string());
  }
  const auto& first = object.begin()->value();
  return first.is_string() ? std::string(first.as_string()) : std::string{};
}

}  // namespace

std::string key_of(AppointmentId appointment) { return fmt::format("@{}", appointment.value()); }

std::string FactBook::pin_hash(const std::string& name, const std::string& key, std::string_view pin) const {
  return keyed_hash(unit_, fmt::format("pin of {} {}", name, key), pin);
}

Result<void> FactBook::put(const PushedFact& fact) {
  TRY(check(fact));
  if (TRY(count()) >= most_facts) return Error{ErrorCode::full, "an account has 100,000 facts at most"};
  TRY(unit_.db().run(
      "INSERT INTO fact (account, name, key, words, pin, set_at, expires_at)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account, name, key) DO UPDATE SET"
      " words = $4, pin = $5, set_at = $6, expires_at = $7",
      {unit_.account(), fact.name, fact.key, json_of(fact.words),
       fact.pin ? pin_hash(fact.name, fact.key, fact.pin->reveal()) : std::string{}, unit_.now(), fact.expires_at}));
  return {};
}

Result<bool> FactBook::remove(const std::string& name, const std::string& key) {
  return !TRY(unit_.db().run("DELETE FROM fact WHERE account = $1 AND name = $2 AND key = $3 RETURNING 1",
                             {unit_.account(), name, key}))
              .empty();
}

Result<std::optional<std::string>> FactBook::words_at(Instant alive, const std::string& name, const std::string& key,
                                                      const std::string& language) {
  const Rows rows =
      TRY(unit_.db().run("SELECT words FROM fact WHERE account = $1 AND name = $2 AND key = $3 AND expires_at > $4",
                         {unit_.account(), name, key, alive}));
  if (rows.empty()) return std::optional<std::string>{};
  return std::optional(words_in(rows[0][0].text(), language));
}

Result<std::optional<std::string>> FactBook::words(const std::string& name, const std::string& key,
                                                   const std::string& language) {
  return words_at(unit_.now(), name, key, language);
}

Result<std::optional<std::string>> FactBook::still(const std::string& name, const std::string& key,
                                                   const std::string& language) {
  return words_at(unit_.now() - call_lasts, name, key, language);
}

Result<bool> FactBook::pin_is(const std::string& name, const std::string& key, std::string_view pin) {
  const Rows rows = TRY(unit_.db().run("SELECT pin FROM fact WHERE account = $1 AND name = $2 AND key = $3",
                                       {unit_.account(), name, key}));
  if (rows.empty() || rows[0][0].text().empty()) return false;
  return equal_in_constant_time(rows[0][0].text(), pin_hash(name, key, pin));
}

Result<std::int64_t> FactBook::count() {
  return TRY(unit_.db().run("SELECT COUNT(*) FROM fact WHERE account = $1", {unit_.account()}))[0][0].number();
}

Result<int> FactBook::forget() {
  return static_cast<int>(TRY(unit_.db().run("DELETE FROM fact WHERE account = $1 AND expires_at <= $2 RETURNING 1",
                                             {unit_.account(), unit_.now() - call_lasts}))
                              .size());
}

}  // namespace courtesy
