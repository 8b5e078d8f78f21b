// Asks every interlock about one due reminder after the other, in the written order; what really leaves counts for the
// next.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interlock/decision.h"
#include "interlock/facts.h"

namespace courtesy {

struct Verdict {
  Due due;
  Decision decision;
  AttemptId carried_by{};  ///< when merged
};

/// What a waiting reminder becomes. What ends because of the appointment (cancelled, moved, confirmed) is withdrawn: it
/// waits again if that turns out otherwise. What another contact says is merged. Every other drop is for good.
ReminderState state_after(const Decision& decision);

/// Layers that the simulation may switch off one at a time, to show that the others hold. Nobody else does.
struct Layers {
  bool validity = true;
  bool caps = true;
  bool already_told = true;
  bool failsafe = true;
};

struct Interlock {
  std::string_view name;
  std::function<Decision(const Due&, const HouseFacts&, const DueFacts&)> ask;
};

/// In the written order (docs/adr/0007): first what ends a reminder for good, then what only postpones it.
std::vector<Interlock> interlocks_in_order(const Layers& layers);

/// The fold of one unit. Whoever sends asks, prepares what would leave, and only then counts it: a reminder that was
/// allowed and could not be prepared has told nobody, and bars none of its neighbours.
class Judge {
 public:
  explicit Judge(HouseFacts house, const Layers& layers = {});
  /// With interlocks of its own, for tests.
  Judge(HouseFacts house, std::vector<Interlock> order);

  /// The first answer that is not "allow". An exception inside an interlock is a drop with `interlock_error`. A
  /// deferral past the last useful moment is a drop now, while staff can still phone. `facts`: read before the fold;
  /// what was counted of it since is added, so one reminder's facts are asked about once.
  Decision ask(const Due& due, DueFacts& facts);
  /// It leaves: a contact of its recipient, and a place on its line.
  void count(const Due& due, const DueFacts& facts, AttemptId attempt = {});

  /// With what the fold has used up.
  const HouseFacts& house() const { return house_; }
  /// How often each interlock was asked, in their order.
  struct Asked {
    std::string_view interlock;
    int times;
  };
  std::vector<Asked> asked() const;

 private:
  void give_turn(const Decision& decision);

  HouseFacts house_;
  std::vector<Interlock> order_;
  std::vector<int> asked_;
  std::map<std::string, std::vector<PastContact>> counted_;
};

/// What would be decided about `due` in this order if every allowed one left. A reminder without its facts is a drop
/// with `interlock_error`. For showing; whoever sends folds by himself.
std::vector<Verdict> judge(std::span<const Due> due, Facts facts, const Layers& layers = {});

/// One reminder, asked again when its call is answered: is it still right to talk? Only what can have changed.
Decision judge_at_answer(const Due& due, const HouseFacts& house, const DueFacts& facts);

}  // namespace courtesy
