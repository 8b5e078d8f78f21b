#include "interlock/line_pace.h"

#include <algorithm>

#include "interlock/interlocks.h"

namespace courtesy {
namespace {

constexpr milliseconds shortest{1000};
constexpr milliseconds longest{60'000};

}  // namespace

const LinePlaces::Line& LinePlaces::of(Channel channel) const {
  if (channel == Channel::call) return call;
  return channel == Channel::text ? text : email;
}

LinePlaces::Line& LinePlaces::of(Channel channel) {
  return const_cast<Line&>(static_cast<const LinePlaces&>(*this).of(channel));
}

Decision line_pace(const Due& due, const HouseFacts& house, const DueFacts&) {
  const LinePlaces::Line& line = house.line.of(due.key.channel);
  if (line.places > 0) return allow();
  return defer(house.now + std::clamp(line.gap * (line.waiting + 1), shortest, longest), Reason::line_pace);
}

}  // namespace courtesy
