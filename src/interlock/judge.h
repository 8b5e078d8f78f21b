// Asks every interlock about every due reminder, in the written order; each "allow" counts for the next.
#pragma once

#include <span>
#include <vector>

#include "interlock/decision.h"
#include "interlock/facts.h"

namespace courtesy {

struct Verdict {
  Due due;
  Decision decision;
};

/// Layers that the simulation may switch off one at a time, to show that the others hold. Nobody else does.
struct Layers {
  bool validity = true;
  bool caps = true;
  bool already_told = true;
};

/// A fold over `due` in its order. An exception inside an interlock is a drop with `interlock_error`; so is a
/// reminder without its facts. A deferral past the last useful moment is a drop now, while staff can still phone.
std::vector<Verdict> judge(std::span<const Due> due, Facts facts, const Layers& layers = {});

/// One reminder, asked again when its call is answered: is it still right to talk? Only what can have changed.
Decision judge_at_answer(const Due& due, const HouseFacts& house, const DueFacts& facts);

}  // namespace courtesy
