// Facts that the business pushes in beforehand, so that a call never waits for one: an order's status, a balance.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct PushedFact {
  std::string name;                          ///< flow::is_name
  std::string key;                           ///< what a caller keys in (digits and `*`), or key_of(appointment)
  std::map<std::string, std::string> words;  ///< by language, not empty
  std::optional<Secret<std::string>> pin;    ///< of whoever may hear what is confidential; digits
  Instant expires_at{};
};

/// Where a fact lies that is about an appointment: no caller can key that in.
std::string key_of(AppointmentId appointment);

class FactBook {
 public:
  explicit FactBook(Unit& unit) : unit_(unit) {}
  /// In place of what was there. Errors: `invalid` for a name, key, PIN or words that no call can use; `full` beyond
  /// most_facts.
  Result<void> put(const PushedFact& fact);
  Result<bool> remove(const std::string& name, const std::string& key);
  /// Its words in the language, in English, or in whichever there are; none: there is no such fact, or not any more.
  Result<std::optional<std::string>> words(const std::string& name, const std::string& key,
                                           const std::string& language);
  /// The same within a call that found it before: for an hour also when it has expired meanwhile.
  Result<std::optional<std::string>> still(const std::string& name, const std::string& key,
                                           const std::string& language);
  /// Compared in constant time; false also where it has none.
  Result<bool> pin_is(const std::string& name, const std::string& key, std::string_view pin);
  Result<std::int64_t> count();
  /// Erases what expired an hour ago or earlier. The count.
  Result<int> forget();

  static constexpr std::int64_t most_facts = 100'000;
  static constexpr hours call_lasts{1};

 private:
  Result<std::optional<std::string>> words_at(Instant alive, const std::string& name, const std::string& key,
                                              const std::string& language);
  std::string pin_hash(const std::string& name, const std::string& key, std::string_view pin) const;
  Unit& unit_;
};

}  // namespace courtesy
