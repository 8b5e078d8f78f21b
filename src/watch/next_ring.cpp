#include "watch/next_ring.h"

#include <algorithm>

namespace courtesy {
namespace {

Move ring(PageSet set, std::span<const Page> pages, Channel channel, const PagerSettings& settings, Instant now) {
  ++set.step;
  set.next_at = now + settings.step_after;
  set.told_until = pages.back().id;
  return {Move::Kind::ring, std::move(set), channel};
}

Move begin(int operator_index, std::span<const Page> pages, const PagerSettings& settings, Instant now) {
  // An operator without any way to be reached would hold up the others for a whole set.
  const int count = static_cast<int>(settings.operators.size());
  for (int i = 0; i < count; ++i) {
    const int index = (operator_index + i) % count;
    const auto ways = ways_to(settings.operators[static_cast<std::size_t>(index)]);
    if (ways.empty()) continue;
    PageSet set;
    set.begun_at = now;
    set.operator_index = index;
    return ring(std::move(set), pages, ways.front(), settings, now);
  }
  return {};
}

}  // namespace

std::vector<Channel> ways_to(const Operator& who) {
  std::vector<Channel> ways;
  if (!who.phone.empty()) ways = {Channel::call, Channel::text};
  if (!who.email.empty()) ways.push_back(Channel::email);
  return ways;
}

Move next_move(std::span<const Page> pages, const std::optional<PageSet>& last, const PagerSettings& settings,
               Instant now) {
  if (!settings.on()) return {};
  const bool open = last && !last->ended;
  const bool told_some =
      open && std::any_of(pages.begin(), pages.end(), [&](const Page& page) { return page.id <= last->told_until; });
  if (open && !told_some) return {Move::Kind::end, *last};
  const bool may_begin = !last || now >= last->begun_at + settings.set_every;
  if (open) {
    const int index = last->operator_index % static_cast<int>(settings.operators.size());
    const auto ways = ways_to(settings.operators[static_cast<std::size_t>(index)]);
    if (may_begin) return begin(index + 1, pages, settings, now);
    const bool more = static_cast<std::size_t>(last->step) < ways.size();
    if (!more || now < last->next_at) return {};
    return ring(*last, pages, ways[static_cast<std::size_t>(last->step)], settings, now);
  }
  if (pages.empty() || !may_begin) return {};
  return begin(0, pages, settings, now);
}

}  // namespace courtesy
