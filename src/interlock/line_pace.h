// Places on the line: what may leave at once, by channel and in all. Each contact of a fold uses one up.
#pragma once

#include "appointment/appointment.h"

namespace courtesy {

struct LinePlaces {
  struct Line {
    int places;        ///< free at this moment: permits of the pace
    milliseconds gap;  ///< between two contacts at the line's pace
    int waiting;       ///< of this fold, those that found no place: each waits one gap longer than the one before it
  };
  Line call;
  Line text;
  Line email;
  int in_all;  ///< room in flight, which the channels share: whoever has waited longest takes it

  Line& of(Channel channel);
  const Line& of(Channel channel) const;
  int waiting() const { return call.waiting + text.waiting + email.waiting; }
};

/// Who found no place looks again after this long: a gap for each that waits, within these bounds.
inline constexpr milliseconds shortest_line_wait{1'000};
inline constexpr milliseconds longest_line_wait{60'000};

/// Room for everybody: for asking what would leave if the lines were free. Nothing is ever sent by such an answer.
inline constexpr LinePlaces free_lines{.call = {1'000'000, milliseconds{0}, 0},
                                       .text = {1'000'000, milliseconds{0}, 0},
                                       .email = {1'000'000, milliseconds{0}, 0},
                                       .in_all = 3'000'000};

}  // namespace courtesy
