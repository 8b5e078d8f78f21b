#include "flow/card_painter.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/diagram_words.h"

namespace courtesy::flow {
namespace {

constexpr Font tag_font{11, true};
constexpr Font count_font{11, true};

template <typename Counts>
std::size_t count_in(const Counts& counts, const std::string& state) {
  const auto found = counts.find(state);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

void CardPainter::card(const Card& one, double x, double y) {
  shapes_.open(one.unproven ? "unproven" : one.machine ? "machine" : one.rows.empty() ? "ending" : "person");
  if (!one.said.empty()) shapes_.title(one.said);
  shapes_.box({x + 2, y + 4, card::width, one.height()}, 10, "shade");
  shapes_.box({x, y, card::width, one.height()}, 10, "card");
  shapes_.path(fmt::format("M{:.1f} {:.1f} v{:.1f} a9 9 0 0 1 9 -9 h{:.1f} a9 9 0 0 1 9 9 v{:.1f} z", x + 1,
                           y + card::header, -(card::header - 10), card::width - 20, card::header - 10),
               "head");
  heading(one, x, y);
  double line_y = y + card::header + card::line + 3;
  for (const std::string& words : one.prompt) {
    shapes_.text(x + card::padding, line_y, words, {"said", card::prompt_font});
    line_y += card::line;
  }
  for (std::size_t i = 0; i < one.rows.size(); ++i) row(one, i, x, y);
  shapes_.close();
  tags(one, x, y);
}

void CardPainter::heading(const Card& one, double x, double y) {
  const double kind_width = text_width(one.kind, card::kind_font);
  const double room = card::width - 2 * card::padding - kind_width - 10;
  shapes_.text(x + card::padding, y + 26, fitted(one.name, card::name_font, room), {"name", card::name_font});
  shapes_.text(x + card::width - card::padding, y + 25, one.kind, {"muted", card::kind_font, "end"});
}

void CardPainter::row(const Card& one, std::size_t row, double x, double y) {
  const double port = y + one.port(row);
  if (row == 0) {
    shapes_.path(fmt::format("M{:.1f} {:.1f} h{:.1f}", x + 1, port - card::row / 2 - 1, card::width - 2), "rule");
  }
  double room = card::width - 2 * card::padding;
  if (picture_.calls != nullptr) room -= count(one, one.rows[row], x + card::padding, port + 4);
  const std::string words = fitted(one.rows[row].does, card::row_font, room);
  shapes_.text(x + card::width - card::padding, port + 4, words, {"said", card::row_font, "end"});
}

/// How many took the row, and the share of those that were in the state. Returns the width.
double CardPainter::count(const Card& one, const CardRow& row, double x, double y) {
  const std::size_t calls = taken(row);
  if (calls == 0) return 0;
  const std::size_t all = std::max(calls, count_in(picture_.calls->traffic.states, one.name));
  const std::string words = fmt::format("{} · {} %", calls, (200 * calls + all) / (2 * all));
  shapes_.text(x, y, words, {"count", count_font});
  return text_width(words, count_font) + 8;
}

/// On the card's upper edge what it is, from the right; on its lower edge who was there, and is.
void CardPainter::tags(const Card& one, double x, double y) {
  double right = x + card::width - 10;
  const auto tag = [&](double at, std::string_view words, std::string_view css_class) {
    const double width = text_width(words, tag_font) + 16;
    right -= width;
    shapes_.box({right, at - 10, width, 19}, 9.5, css_class);
    shapes_.text(right + width / 2, at + 3.5, words, {"tag-text", tag_font, "middle"});
    right -= 6;
  };
  if (one.machine) tag(y, say({"a machine may hear it", "puede oírlo un contestador"}), "tag-machine");
  if (one.unproven) tag(y, say({"no conversation", "ninguna conversación"}), "tag-unproven");
  if (picture_.calls == nullptr) return;
  right = x + card::width - 10;
  const double lower = y + one.height();
  const std::size_t calls = count_in(picture_.calls->traffic.states, one.name);
  if (calls > 0) tag(lower, calls_words(calls, picture_.language), "tag-calls");
  const std::size_t now = count_in(picture_.calls->now, one.name);
  if (now > 0) tag(lower, fmt::format("{} {}", now, say({"now", "ahora"})), "tag-now");
}

void CardPainter::caps(const Card& one, double left, double top) {
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    const CardRow& row = one.rows[i];
    const double y = top + one.port(i);
    double x = left + card::width + 8;
    const double behind = x - 8 + row.caps_width() + sign_room;
    if (row.goes != CardRow::Goes::on) {
      shapes_.path(fmt::format("M{:.1f} {:.1f} H{:.1f}", x - 8, y, behind), way(row));
    }
    for (const Cap& one_cap : row.caps) x += cap(one_cap, x, y) + card::cap_gap;
    if (row.goes == CardRow::Goes::ends) end_sign(behind + 8, y);
    if (row.goes == CardRow::Goes::round) round_sign(behind, y, row);
  }
}

double CardPainter::cap(const Cap& one, double x, double y) {
  const std::string red = one.unproven ? "red " : "";
  const double width = one.width();
  if (one.key) {
    shapes_.box({x, y - 11, width, 25}, 6, red + "cap-side");
    shapes_.box({x, y - 13, width, 24}, 6, red + "cap");
    shapes_.text(x + width / 2, y + 3.5, one.text, {red + "cap-text", card::cap_font, "middle"});
  } else {
    shapes_.box({x, y - 11, width, 22}, 11, red + "pill");
    shapes_.text(x + width / 2, y + 4, one.text, {red + "pill-text", card::cap_font, "middle"});
  }
  return width;
}

void CardPainter::end_sign(double x, double y) {
  shapes_.circle(x, y, 8, "sign");
  shapes_.box({x - 3, y - 3, 6, 6}, 1, "sign-in");
}

/// Most of a circle, with a tip.
void CardPainter::round_sign(double x, double y, const CardRow& row) {
  shapes_.path(fmt::format("M{:.1f} {:.1f} a7 7 0 1 1 5 7", x, y), way(row), tip(row));
}

std::size_t CardPainter::taken(const CardRow& row) const {
  std::size_t count = 0;
  for (const Way& way : row.ways) {
    const auto found = picture_.calls->traffic.ways.find(way);
    if (found != picture_.calls->traffic.ways.end()) count += found->second;
  }
  return count;
}
std::string_view CardPainter::busy(const CardRow& row) const {
  if (picture_.calls == nullptr || picture_.calls->all == 0) return "";
  const double share = static_cast<double>(taken(row)) / static_cast<double>(picture_.calls->all);
  return share == 0 ? " idle" : share < 0.05 ? "" : share < 0.2 ? " busy1" : share < 0.5 ? " busy2" : " busy3";
}
std::string CardPainter::way(const CardRow& row) const {
  const std::string_view kind = row.unproven ? "edge unproven" : row.machine ? "edge machine" : "edge";
  return std::string(kind).append(busy(row));
}
std::string_view CardPainter::tip(const CardRow& row) {
  return row.unproven ? "tip-unproven" : row.machine ? "tip-machine" : "tip";
}

}  // namespace courtesy::flow
