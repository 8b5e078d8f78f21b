// An open transaction with its account's guard row locked: the words that the shell composes.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "base/phone/number.h"
#include "base/secret.h"
#include "interlock/facts.h"
#include "store/db.h"

namespace courtesy {

class Accounts;
class Agents;
class Appointments;
class Attempts;
class AudioFiles;
class Clients;
class ClosedDays;
class Feeds;
class Flows;
class Held;
class Ledger;
class Pacing;
class Prompts;
class Queue;
class Recipients;
class Recordings;
class RingBacks;
class Rules;
class Tally;
class Trips;

/// What is known of a number without asking anybody (base/phone).
struct NumberFacts {
  std::string country;  ///< ISO 3166 alpha-2; empty when unknown
  NumberKind kind;
  std::vector<std::string> zones;  ///< all that the number could be in
};

/// What the words need besides the database.
struct StoreSettings {
  Environment environment;
  Secret<std::string> suppression_key;  ///< of the keyed hash under which opt-outs are kept
  std::function<NumberFacts(const PhoneNumber&)> number_facts;
  std::vector<Cap> caps{{hours{24}, 3}, {hours{168}, 6}};
  minutes call_gap{60};
  Prices prices;                       ///< of a contact
  std::int64_t spend_floor = 100'000;  ///< thousandths a day: less never trips the failsafe
  /// Of the salts of the ledger's bodies (ledger/chain.h): at least 16 random bytes, drawn anew in each life of the
  /// process and never stored. Without it nothing can be written to the ledger.
  Secret<std::string> salt_key{};
  std::string tz_version{};  ///< of the tz database that this process reads; empty: not known, or not asked
};

/// Which node writes, and in which of its lives.
struct NodeEpoch {
  std::string node;
  std::int64_t epoch = 0;
};

class Unit {
 public:
  Unit(Db& db, AccountId account, Instant now, const StoreSettings& settings, NodeEpoch node);
  ~Unit();
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;

  /// Bound into every statement; no verb takes an account.
  AccountId account() const { return account_; }
  /// The clock as read after the locks were had.
  Instant now() const { return now_; }
  const NodeEpoch& node() const { return node_; }
  const StoreSettings& settings() const { return settings_; }
  Db& db() { return db_; }
  /// In which whoever asks is told what is told in sentences; English until somebody says otherwise. Nothing that is
  /// kept depends on it.
  Language language() const { return language_; }
  void set_language(Language language) { language_ = language; }

  Accounts& accounts();
  Agents& agents();
  Appointments& appointments();
  Attempts& attempts();
  AudioFiles& audio_files();
  Clients& clients();
  ClosedDays& closed_days();
  Feeds& feeds();
  Flows& flows();
  Held& held();
  Ledger& ledger();
  Pacing& pacing();
  Prompts& prompts();
  Queue& queue();
  Recipients& recipients();
  Recordings& recordings();
  RingBacks& ring_backs();
  Rules& rules();
  Tally& tally();
  Trips& trips();

  /// All that the interlocks ask for, read after the locks. Errors: the database's; `not_found` for a due reminder
  /// without its appointment or rule. The places on the line are none: whoever sends says how many he has.
  Result<Facts> facts(std::span<const Due> due);
  /// Of one, what judge_at_answer asks for; what other interlocks would ask for is not read and permits nothing.
  Result<Facts> facts_at_answer(const Due& due);

 private:
  struct Words;
  Db& db_;
  AccountId account_;
  Instant now_;
  const StoreSettings& settings_;
  NodeEpoch node_;
  Language language_ = Language::en;
  std::unique_ptr<Words> words_;
};

}  // namespace courtesy
