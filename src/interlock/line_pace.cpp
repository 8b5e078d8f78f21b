#include "interlock/line_pace.h"

#include <algorithm>

#include "interlock/interlocks.h"

namespace courtesy {

const LinePlaces::Line& LinePlaces::of(Channel channel) const {
  if (channel == Channel::call) return call;
  return channel == Channel::text ? text : email;
}

LinePlaces::Line& LinePlaces::of(Channel channel) {
  return const_cast<Line&>(static_cast<const LinePlaces&>(*this).of(channel));
}

Decision line_pace(const Due& due, const HouseFacts& house, const DueFacts&) {
  const LinePlaces::Line& line = house.line.of(due.key.channel);
  if (line.places > 0 && house.line.in_all > 0) return allow();
  return defer(house.now + std::clamp(line.gap * (line.waiting + 1), shortest_line_wait, longest_line_wait),
               Reason::line_pace);
}

}  // namespace courtesy
