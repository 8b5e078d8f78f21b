// What the API is told by whoever starts it.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/loop.h"
#include "base/random.h"
#include "base/result.h"
#include "base/unique_function.h"
#include "flow/library.h"
#include "intake/reading.h"
#include "interlock/facts.h"
#include "schedule/machines.h"
#include "store/account_copy.h"
#include "store/people.h"

namespace courtesy::api {

/// A simulated day's pace; 0 stands still.
struct Demo {
  std::function<double()> speed;
  std::function<void(double)> set_speed;
  /// Whoever asks from this machine is this person, in this account, without signing in; none: as everywhere.
  PersonId visitor{};
  AccountId account{};
  /// Where the simulated phones are, for whoever wants to be the client.
  std::string phones{};
};

/// A letter of the house's own, to one of its people.
struct Letter {
  std::string from;
  std::string to;
  std::string subject;
  std::string text;
};

/// Runs a day of the account that was copied, in any thread, and says what it came to; told how far it is, 0 to 100.
using Rehearse = std::function<Result<boost::json::object>(const AccountCopy&, std::uint64_t seed,
                                                           const std::function<void(int percent)>&)>;

/// What a way with answering machines came to with made-up callees (docs/reference/machines.md says what each means).
struct MachineFigures {
  std::int64_t calls = 0;
  std::int64_t people = 0;
  std::int64_t machines = 0;      ///< those with a tape
  std::int64_t people_right = 0;  ///< of the people
  std::int64_t complete = 0;      ///< of the machines: one whole copy is on the tape
  std::int64_t with_keys = 0;     ///< of the machines: a key instruction is on it
  milliseconds first_word{0};     ///< the latest of all calls, from the answer
  milliseconds silence{0};        ///< the longest of all, but for the wait after a question
  milliseconds in_all{0};         ///< all calls together
  milliseconds with_machines{0};
};
/// How many callees each way meets, the same for all, and the seed of their chance.
struct MachineTrial {
  int calls = 0;
  std::uint64_t seed = 0;
  /// In any thread; told 0 to 100 how far it is, and gives up where the answer is no. Null: nothing is played.
  std::function<Result<MachineFigures>(Machines, const std::function<bool(int percent)>&)> play{};
};

/// How many sends may be under way at once, and how many of a channel may leave in a second.
struct Places {
  int in_flight = 0;
  double calls_per_second = 0;
  double texts_per_second = 0;
  double emails_per_second = 0;
};

struct Settings {
  /// UTC, for what the loop decides by itself: allowances of requests.
  const Clock* clock = nullptr;
  /// Chance, for tokens.
  Random* random = nullptr;
  /// `production`, or any other word.
  std::string environment = "development";
  std::string version;
  /// Names under which the page may be asked for besides this machine's own (localhost, 127.0.0.1, [::1]): without
  /// the check a foreign name that is pointed here would be answered.
  std::set<std::string> hosts{};
  /// Under which the page is reached from elsewhere; links in letters begin with it. Empty: from this machine only.
  std::string public_url{};
  /// Sends a letter, some time; it may be lost. Null: there is no mail.
  std::function<void(Letter)> send_letter{};
  /// Whom keys of the kind `guest` may contact.
  Environment environment_of_guests{.production = false, .allow_list = {}};
  /// Sentences for the operator, such as the age of the tz database.
  std::function<std::vector<std::string>()> warnings = [] { return std::vector<std::string>{}; };
  std::optional<Demo> demo{};
  /// A timer in *real* time: events are held for seconds of the browser's, not of a simulated day.
  std::function<std::unique_ptr<Timer>(milliseconds, Task)> after;
  /// A stop was committed: what is not on the wire yet does not leave.
  std::function<void()> on_stop = [] {};
  /// Something may have become due.
  std::function<void()> on_change = [] {};
  intake::NumberReader read_number{};
  /// What held reminders say is filled in by these; null: it is left empty.
  const flow::Library* flows = nullptr;
  /// Of this node; none: it does not dispatch.
  std::optional<Places> places{};
  /// What /health and /metrics say, as one object; null: nobody looks after the house.
  std::function<void(UniqueFunction<void(Result<boost::json::object>)>)> health{};
  /// Null: nothing is rehearsed.
  Rehearse rehearse{};
  MachineTrial machines{};
  /// How far ahead an import is taken in.
  hours import_ahead{24 * 400};
};

}  // namespace courtesy::api
