// Whom to ring next: the rule of the pager, as values. The same whether the pages are in the store or, where that
// fails, in memory.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "appointment/appointment.h"
#include "store/pages.h"
#include "watch/settings.h"

namespace courtesy {

struct Move {
  enum class Kind {
    rest,  ///< nothing to do now
    end,   ///< what the set told of is acknowledged
    ring,
  };
  Kind kind = Kind::rest;
  PageSet set{};  ///< as it is to be saved; a new one has id 0 and no secret
  Channel channel = Channel::call;
};

/// The ways to reach an operator, in turn.
std::vector<Channel> ways_to(const Operator& who);

/// Call, text and email to one operator, `step_after` apart; unacknowledged `set_every` after it began, the next
/// operator has a set, and after the last the first again. Never more than one set in `set_every`, whatever has
/// happened. What is new while a set lasts is told by its next ring. `pages`: unacknowledged, oldest first.
Move next_move(std::span<const Page> pages, const std::optional<PageSet>& last, const PagerSettings& settings,
               Instant now);

}  // namespace courtesy
