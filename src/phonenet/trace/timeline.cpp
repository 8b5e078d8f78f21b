#include "phonenet/trace/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "phonenet/utf8.h"
#include "phonenet/xml.h"

namespace courtesy::phonenet {
namespace {

using Lane = Moment::Lane;

constexpr std::size_t most_rows = 400;
constexpr std::size_t most_lines = 6;
constexpr std::size_t line_width = 36;  // characters that surely fit a lane at this size
constexpr std::size_t most_described = 20'000;
constexpr int width = 960;
constexpr int margin = 16;
constexpr int time_width = 74;
constexpr int lane_width = (width - 2 * margin - time_width) / 3;
constexpr int line_height = 17;
constexpr int row_gap = 12;
constexpr int head = 118;

constexpr std::string_view style = R"(<style>
svg { color-scheme: light dark; font: 13px/1.3 ui-sans-serif, system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
.paper { fill: #f6f4ef } .lane { fill: #fffefb; stroke: #ddd8cb }
text { fill: #1b2322 } .quiet { fill: #56615e } .what { font-weight: 650 } .head { font-weight: 650; font-size: 15px }
.time { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 12px }
.bar { stroke: none } .person { fill: #31508f } .document { fill: #0e5a56 } .webhook { fill: #75500a }
.trouble .bar { fill: #9b2c1d } .trouble .what { fill: #9b2c1d } .rule { stroke: #ddd8cb }
@media (prefers-color-scheme: dark) {
.paper { fill: #101615 } .lane { fill: #182120; stroke: #2d3a37 } text { fill: #e9ece7 } .quiet { fill: #a6b2ad }
.person { fill: #afc4f6 } .document { fill: #7accbf } .webhook { fill: #f0cd83 }
.trouble .bar { fill: #f7ad9c } .trouble .what { fill: #f7ad9c } .rule { stroke: #2d3a37 }
}
</style>
)";

std::string_view class_of(Lane lane) {
  switch (lane) {
    case Lane::person: return "person";
    case Lane::document: return "document";
    case Lane::webhook: return "webhook";
  }
  return "";
}

int left_of(Lane lane) { return margin + time_width + static_cast<int>(lane) * lane_width; }

std::string what_of(const Moment& moment) {
  return moment.line > 0 ? fmt::format("{}, line {}", moment.what, moment.line) : moment.what;
}

struct Row {
  const Moment* moment;
  std::vector<std::string> lines;
  std::vector<std::string> notes;
  int top = 0;
  int height() const { return line_height * static_cast<int>(1 + lines.size() + notes.size()); }
};

/// What was heard stands beside what said it, unless it was not all.
bool is_shown(const CallTale& tale, const Moment& moment) {
  if (moment.what != "hears" || moment.note == "cut short" || moment.text == "[beep]") return true;
  return std::none_of(tale.moments.begin(), tale.moments.end(), [&](const Moment& other) {
    return other.lane == Lane::document && other.until == moment.at && other.text == moment.text;
  });
}

std::vector<Row> rows_of(const CallTale& tale, int& bottom, std::size_t& left_out) {
  std::vector<Row> rows;
  bottom = head;
  for (const Moment& moment : tale.moments) {
    if (!is_shown(tale, moment)) continue;
    if (rows.size() == most_rows) {
      ++left_out;
      continue;
    }
    Row row{.moment = &moment};
    if (!moment.text.empty()) row.lines = wrapped(moment.text, line_width, most_lines);
    if (!moment.note.empty()) row.notes = wrapped(moment.note, line_width, 2);
    row.top = bottom;
    bottom += row.height() + row_gap;
    rows.push_back(std::move(row));
  }
  return rows;
}

/// How far down that instant is: between two beginnings, in proportion.
int place_of(const std::vector<Row>& rows, Instant at, int bottom) {
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    const Instant from = rows[i].moment->at;
    const Instant to = rows[i + 1].moment->at;
    if (at > to) continue;
    if (to == from) return rows[i + 1].top;
    const double part = static_cast<double>((at - from).count()) / static_cast<double>((to - from).count());
    return rows[i].top + static_cast<int>(part * (rows[i + 1].top - rows[i].top));
  }
  return bottom - row_gap;
}

void draw(std::string& out, const CallTale& tale, const Row& row, int until) {
  const Moment& moment = *row.moment;
  const int left = left_of(moment.lane) + 10;
  const double seconds = static_cast<double>((moment.at - tale.began).count()) / 1'000;
  const int end = std::max(until, row.top + row.height());
  out +=
      fmt::format("<g class=\"{}\"><title>+{:.1f} s {} {} {}</title>\n", moment.trouble ? "moment trouble" : "moment",
                  seconds, xml_escaped(what_of(moment)), xml_escaped(moment.text), xml_escaped(moment.note));
  out +=
      fmt::format("<line class=\"rule\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n", margin, row.top, left, row.top);
  out += fmt::format("<text class=\"time quiet\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{:.1f} s</text>\n",
                     margin + time_width - 8, row.top + 14, seconds);
  out += fmt::format("<rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"4\" height=\"{}\" rx=\"2\"/>\n",
                     class_of(moment.lane), left, row.top, std::max(end - row.top, 6));
  int y = row.top + 14;
  const auto line = [&](std::string_view kind, const std::string& text) {
    out += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", kind, left + 12, y, xml_escaped(text));
    y += line_height;
  };
  line("what", what_of(moment));
  for (const std::string& text : row.lines) line("words", text);
  for (const std::string& text : row.notes) line("quiet", text);
  out += "</g>\n";
}

void draw_heads(std::string& out, const CallTale& tale, int bottom) {
  const std::string person = tale.direction == "inbound" ? tale.from : tale.to;
  const std::array<std::string, 3> heads{fmt::format("{} ({})", person, tale.persona), "TwiML", "Webhooks"};
  for (const Lane lane : {Lane::person, Lane::document, Lane::webhook}) {
    out += fmt::format("<rect class=\"lane\" x=\"{}\" y=\"72\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n", left_of(lane),
                       lane_width - 8, bottom - 72);
    out += fmt::format("<text class=\"what\" x=\"{}\" y=\"96\">{}</text>\n", left_of(lane) + 10,
                       xml_escaped(heads[static_cast<std::size_t>(lane)]));
  }
}

std::string title_of(const CallTale& tale) {
  return fmt::format("Call {} from {} to {}: {}, {:.1f} s", tale.direction, tale.from, tale.to, tale.status,
                     static_cast<double>((tale.ended - tale.began).count()) / 1'000);
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t characters, std::size_t most) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    if (lines.size() == most) {
      lines.back() += "…";
      break;
    }
    std::size_t end = 0;
    std::size_t space = 0;
    for (std::size_t count = 0; end < text.size() && count <= characters; ++count) {
      if (text[end] == ' ' || text[end] == '\n') space = end;
      if (count == characters || text[end] == '\n') break;
      end += std::max<std::size_t>(utf8_character(text.substr(end)), 1);
    }
    if (end < text.size() && space > 0) end = space;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  }
  return lines;
}

std::string timeline_of(const CallTale& tale) {
  int bottom = 0;
  std::size_t left_out = 0;
  const auto rows = rows_of(tale, bottom, left_out);
  const int height = bottom + margin + (left_out > 0 ? line_height : 0);
  std::string described = transcript_of(tale);
  if (described.size() > most_described) described.resize(described.rfind('\n', most_described));
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-labelledby=\"title\" aria-describedby=\"desc\">\n<title id=\"title\">{2}</title>\n<desc id=\"desc\">{3}"
      "</desc>\n",
      width, height, xml_escaped(title_of(tale)), xml_escaped(described));
  out += style;
  out += fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n", width, height);
  out += fmt::format("<text class=\"head\" x=\"{}\" y=\"34\">{}</text>\n", margin, xml_escaped(title_of(tale)));
  out += fmt::format("<text class=\"quiet\" x=\"{}\" y=\"56\">{}, {}</text>\n", margin, xml_escaped(tale.sid),
                     courtesy::to_string(tale.began));
  draw_heads(out, tale, bottom);
  for (const Row& row : rows) {
    const bool lasts = row.moment->until > row.moment->at;
    draw(out, tale, row, lasts ? place_of(rows, row.moment->until, bottom) : row.top);
  }
  if (left_out > 0) {
    out += fmt::format("<text class=\"quiet\" x=\"{}\" y=\"{}\">and {} more, which the transcript has</text>\n", margin,
                       bottom + line_height, left_out);
  }
  return out + "</svg>\n";
}

}  // namespace courtesy::phonenet
