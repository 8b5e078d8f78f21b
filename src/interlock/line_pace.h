// Places on the line: what may leave at once, by channel. Each contact of a fold uses one up.
#pragma once

#include "appointment/appointment.h"

namespace courtesy {

struct LinePlaces {
  struct Line {
    int places;        ///< free at this moment: permits of the pace, and room in flight
    milliseconds gap;  ///< between two contacts at the line's pace
    int waiting;       ///< of this fold, those that found no place: each waits one gap longer than the one before it
  };
  Line call;
  Line text;
  Line email;

  Line& of(Channel channel);
  const Line& of(Channel channel) const;
};

/// Room for everybody: for asking what would leave if the lines were free. Nothing is ever sent by such an answer.
inline constexpr LinePlaces free_lines{.call = {1'000'000, milliseconds{0}, 0},
                                       .text = {1'000'000, milliseconds{0}, 0},
                                       .email = {1'000'000, milliseconds{0}, 0}};

}  // namespace courtesy
