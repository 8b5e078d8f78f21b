// Attempts: intended in one transaction, carried on by callbacks and look-ups, compare-and-set throughout.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "interlock/decision.h"
#include "queue/due.h"
#include "schedule/machines.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct Attempt {
  AttemptId id{};
  ReminderKey reminder{};
  int n = 1;
  ClientId client{};
  std::string recipient;
  std::string sender;
  std::string text;
  std::string secret;
  AttemptState state = AttemptState::intended;
  AttemptOutcome outcome = AttemptOutcome::none;
  std::string provider_id;
  std::string code;
  std::string flow;
  std::string flow_hash;
  std::string language = "en";
  Machines machines = Machines::ask_first_repeat;  ///< as the rule had it at the intent
  Evidence evidence = Evidence::none;
  std::string position;
  std::string path;  ///< the states that it left (flow/leg.h)
  std::int64_t step = 0;
  Reason silenced = Reason::none;
  Instant intended_at{};
  Instant send_by{};
  std::optional<Instant> ended_at{};
  std::optional<Instant> look_at{};
  int looks = 0;
  int call_offs = 0;  ///< times that the gateway was asked to call it off; `most_call_offs`: it answered, or never will
  std::string decided;  ///< by a person: reached, not_reached, again
};

inline constexpr int most_call_offs = 4;
/// It became pointless, the gateway has a name for it, and was not yet asked, or not yet in vain often enough.
bool to_be_called_off(const Attempt& attempt);

class Attempts {
 public:
  explicit Attempts(Unit& unit) : unit_(unit) {}
  /// The id that the next attempt will have: ids grow with time.
  Result<AttemptId> next_id();
  /// That it will be asked (Db::foresee).
  Result<void> foresee_next_id();
  Result<void> add(std::span<const Attempt> attempts);
  Result<Attempt> get(AttemptId id);
  /// That get() will be asked for these (Db::foresee).
  Result<void> foresee(std::span<const AttemptId> ids);
  /// Writes state, outcome, provider id, code, position, step, silenced, look_at, looks, call_offs, decided, evidence,
  /// where the state is still `from`. Errors: `conflict` when it is not.
  Result<void> save(const Attempt& attempt, AttemptState from);
  struct Saving {
    Attempt attempt;
    AttemptState from;
  };
  /// The same for several, each of them once. Errors: `conflict` when one of them is not in its state.
  Result<void> save_all(std::span<const Saving> savings);
  /// Writes what a call's step changes, and nothing by which attempts are looked for: outcome, position, step,
  /// silenced, evidence. Half of what save() costs. Errors: `conflict` when the stored state is another.
  Result<void> save_step(const Attempt& attempt);
  /// True the first time this event of this attempt is seen.
  Result<bool> first_time(AttemptId id, const std::string& event);
  Result<std::optional<std::string>> kept_answer(AttemptId id, const std::string& step);
  /// The document of the step that the call is in; none before the first.
  Result<std::optional<std::string>> said_last(const Attempt& attempt);
  Result<void> keep_answer(AttemptId id, const std::string& step, const std::string& answer);
  /// Whose fate is to be asked for by now, earliest first.
  Result<std::vector<Attempt>> to_look_up(int limit);
  /// Intended by an older life of this node, and never heard of: their fate is unknown.
  Result<std::vector<Attempt>> orphans();
  Result<std::vector<Attempt>> of(AppointmentId appointment);
  /// Of all visits that start in [from, to), in order.
  Result<std::vector<Attempt>> of_visits(Instant from, Instant to);
  /// The latest attempt that may have come to this recipient, for replies that come in: also one that was given up.
  Result<std::optional<Attempt>> latest_to(const std::string& recipient, Channel channel);
  /// Of each booked visit ahead that is still as a text to this recipient told it: the newest such attempt. By start.
  Result<std::vector<Attempt>> told_by_text(const std::string& recipient);
  /// Calls not answered yet, to this recipient or (empty) to anybody, say that nothing is needed if they are answered
  /// all the same; those that the gateway has named are called off at the next look, which is now.
  Result<void> silence_unanswered(Reason why, const std::string& recipient);
  /// The same for the calls of an appointment for which they became pointless.
  Result<void> silence(AppointmentId appointment, Reason why);

 private:
  Unit& unit_;
};

}  // namespace courtesy
