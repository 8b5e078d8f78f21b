#include "flow/diagram.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "flow/diagram_card.h"
#include "flow/diagram_style.h"
#include "flow/layered_layout.h"
#include "flow/names.h"
#include "flow/sample_facts.h"
#include "flow/svg.h"

namespace courtesy::flow {
namespace {

constexpr double margin = 48;
constexpr double top_of_cards = 150;
constexpr double start_width = 118;
constexpr double start_room = start_width + 46;  // the call's beginning, before the first column
constexpr double turn_room = 96;                 // where lines turn, between caps and the next column
constexpr double sign_room = 14;                 // between caps and what stands behind them
constexpr double sign_width = 24;
constexpr double least_width = 860;
constexpr double legend_height = 34;
constexpr Font title_font{26, true};
constexpr Font subtitle_font{13, false};
constexpr Font tag_font{11, true};
constexpr Font legend_font{12, false};

/// What each state says first.
class Prompts {
 public:
  explicit Prompts(const Flow& flow) : flow_(flow), facts_(sample_facts(flow, flow.definition().languages.front())) {}

  Result<std::map<std::string, std::string>> find() {
    meet(TRY(flow_.begin(facts_)));
    while (!open_.empty()) {
      const Step step = std::move(open_.front());
      open_.pop_front();
      for (const Choice& choice : TRY(choices_of(flow_, step, facts_))) meet(choice.step);
    }
    return std::move(prompts_);
  }

 private:
  /// Each standing once: what only a used up count leads to is found by counting.
  void meet(const Step& step) {
    const Position& at = step.position;
    if (at.callers.empty()) prompts_.emplace(at.state, spoken(step.document));
    if (step.ends || seen_.size() == most_seen || !seen_.insert(at.to_text()).second) return;
    open_.push_back(step);
  }

  static constexpr std::size_t most_seen = 20'000;
  const Flow& flow_;
  Facts facts_;
  std::map<std::string, std::string> prompts_;
  std::set<std::string> seen_;
  std::deque<Step> open_;
};

class Drawing {
 public:
  Drawing(const Flow& flow, const Proof& proof, std::vector<Card> cards)
      : flow_(flow), proof_(proof), cards_(std::move(cards)) {}

  std::string draw() {
    arrange();
    for (std::size_t i = 0; i < edges_.size(); ++i) line(i);
    start();
    for (std::size_t i = 0; i < cards_.size(); ++i) card(i);
    for (std::size_t i = 0; i < cards_.size(); ++i) caps(i);
    heading();
    const double legend_end = legend(top_of_cards + layout_.height + 64);
    return document(legend_end + 24);
  }

 private:
  struct Line {
    std::size_t card;
    std::size_t row;
  };

  void arrange() {
    LayoutGraph graph{.gap = 44, .lane = 26};
    for (const Card& one : cards_) graph.heights.push_back(one.height());
    for (std::size_t i = 0; i < cards_.size(); ++i) {
      for (std::size_t row = 0; row < cards_[i].rows.size(); ++row) {
        if (cards_[i].rows[row].goes != CardRow::Goes::on) continue;
        graph.edges.push_back({i, index_of(cards_[i].rows[row].to), cards_[i].port(row)});
        edges_.push_back({i, row});
      }
    }
    layout_ = lay_out(graph);
    columns();
  }

  std::size_t index_of(const std::string& name) const {
    const auto found = std::find_if(cards_.begin(), cards_.end(), [&](const Card& one) { return one.name == name; });
    INVARIANT(found != cards_.end());
    return static_cast<std::size_t>(found - cards_.begin());
  }

  /// Each column's left, and where its lines begin to turn: behind the widest row of caps.
  void columns() {
    const auto count = static_cast<std::size_t>(layout_.column_count);
    std::vector<double> widest(count, 0);  // caps, and the sign behind them
    for (std::size_t i = 0; i < cards_.size(); ++i) {
      auto& most = widest[static_cast<std::size_t>(layout_.columns[i])];
      for (const CardRow& row : cards_[i].rows) {
        most = std::max(most, row.caps_width() + sign_room + (row.goes == CardRow::Goes::on ? 0 : sign_width));
      }
    }
    double left = margin + start_room;
    for (std::size_t column = 0; column < count; ++column) {
      lefts_.push_back(left);
      turns_.push_back(left + card::width + widest[column]);
      right_ = turns_.back();
      left = turns_.back() + turn_room;
    }
    right_ = std::max(right_, margin + least_width);
  }

  double left(std::size_t i) const { return lefts_[static_cast<std::size_t>(layout_.columns[i])]; }
  double top(std::size_t i) const { return top_of_cards + layout_.tops[i]; }

  static std::string_view way(const CardRow& row) {
    return row.unproven ? "edge unproven" : row.machine ? "edge machine" : "edge";
  }
  static std::string_view tip(const CardRow& row) {
    return row.unproven ? "tip-unproven" : row.machine ? "tip-machine" : "tip";
  }

  /// From its row, straight past the caps, in a curve to each lane and to its card.
  void line(std::size_t edge) {
    const auto [from, row_index] = edges_[edge];
    const CardRow& row = cards_[from].rows[row_index];
    const std::size_t to = index_of(row.to);
    const Layout::Route& route = layout_.routes[edge];
    auto column = static_cast<std::size_t>(layout_.columns[from]);
    double y = top(from) + cards_[from].port(row_index);
    std::string data = fmt::format("M{:.1f} {:.1f}", left(from) + card::width, y);
    const auto turn_to = [&](double next_y, double end_x) {
      const double turn = turns_[column];
      const double middle = (turn + end_x) / 2;
      data += fmt::format(" H{:.1f} C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", turn, middle, y, middle, next_y, end_x,
                          next_y);
      y = next_y;
      ++column;
    };
    for (const double lane : route.lanes) turn_to(top_of_cards + lane, lefts_[column + 1] - 6);
    turn_to(top_of_cards + route.arrives, left(to) - 7);
    shapes_.path(data, way(row), tip(row));
  }

  void start() {
    const std::size_t first = index_of(flow_.definition().start);
    const double y = top(first) + card::header / 2;
    const double x = left(first) - start_room;
    shapes_.box({x, y - 14, start_width, 28}, 14, "start");
    shapes_.text(x + start_width / 2, y + 4, "call answered", {"start-text", card::cap_font, "middle"});
    shapes_.path(fmt::format("M{:.1f} {:.1f} H{:.1f}", x + start_width, y, left(first) - 7), "edge", "tip");
  }

  void card(std::size_t i) {
    const Card& one = cards_[i];
    const double x = left(i);
    const double y = top(i);
    shapes_.open(one.unproven ? "unproven" : one.machine ? "machine" : one.rows.empty() ? "ending" : "person");
    if (!one.said.empty()) shapes_.title(one.said);
    shapes_.box({x + 2, y + 4, card::width, one.height()}, 10, "shade");
    shapes_.box({x, y, card::width, one.height()}, 10, "card");
    shapes_.path(fmt::format("M{:.1f} {:.1f} v{:.1f} a9 9 0 0 1 9 -9 h{:.1f} a9 9 0 0 1 9 9 v{:.1f} z", x + 1,
                             y + card::header, -(card::header - 10), card::width - 20, card::header - 10),
                 "head");
    heading_of(one, x, y);
    double line_y = y + card::header + card::line + 3;
    for (const std::string& words : one.prompt) {
      shapes_.text(x + card::padding, line_y, words, {"said", card::prompt_font});
      line_y += card::line;
    }
    for (std::size_t row = 0; row < one.rows.size(); ++row) row_of(one, row, x, y);
    shapes_.close();
    tags(one, x, y);
  }

  void heading_of(const Card& one, double x, double y) {
    const double kind_width = text_width(one.kind, card::kind_font);
    const double room = card::width - 2 * card::padding - kind_width - 10;
    shapes_.text(x + card::padding, y + 26, fitted(one.name, card::name_font, room), {"name", card::name_font});
    shapes_.text(x + card::width - card::padding, y + 25, one.kind, {"muted", card::kind_font, "end"});
  }

  void row_of(const Card& one, std::size_t row, double x, double y) {
    const double port = y + one.port(row);
    if (row == 0) {
      shapes_.path(fmt::format("M{:.1f} {:.1f} h{:.1f}", x + 1, port - card::row / 2 - 1, card::width - 2), "rule");
    }
    const std::string words = fitted(one.rows[row].does, card::row_font, card::width - 2 * card::padding);
    shapes_.text(x + card::width - card::padding, port + 4, words, {"said", card::row_font, "end"});
  }

  void tags(const Card& one, double x, double y) {
    double right = x + card::width - 10;
    const auto tag = [&](std::string_view words, std::string_view css_class) {
      const double width = text_width(words, tag_font) + 16;
      right -= width;
      shapes_.box({right, y - 10, width, 19}, 9.5, css_class);
      shapes_.text(right + width / 2, y + 3.5, words, {"tag-text", tag_font, "middle"});
      right -= 6;
    };
    if (one.machine) tag("a machine may hear it", "tag-machine");
    if (one.unproven) tag("no conversation", "tag-unproven");
  }

  void caps(std::size_t i) {
    for (std::size_t row = 0; row < cards_[i].rows.size(); ++row) {
      const CardRow& one = cards_[i].rows[row];
      const double y = top(i) + cards_[i].port(row);
      double x = left(i) + card::width + 8;
      const double behind = x - 8 + one.caps_width() + sign_room;
      if (one.goes != CardRow::Goes::on) {
        shapes_.path(fmt::format("M{:.1f} {:.1f} H{:.1f}", x - 8, y, behind), way(one));
      }
      for (const Cap& cap : one.caps) x += draw_cap(cap, x, y) + card::cap_gap;
      if (one.goes == CardRow::Goes::ends) end_sign(behind + 8, y);
      if (one.goes == CardRow::Goes::round) round_sign(behind, y, one);
    }
  }

  /// A phone's key stands out of the paper; what is no key lies flat. Returns the width.
  double draw_cap(const Cap& cap, double x, double y) {
    const std::string red = cap.unproven ? "red " : "";
    const double width = cap.width();
    if (cap.key) {
      shapes_.box({x, y - 11, width, 25}, 6, red + "cap-side");
      shapes_.box({x, y - 13, width, 24}, 6, red + "cap");
      shapes_.text(x + width / 2, y + 3.5, cap.text, {red + "cap-text", card::cap_font, "middle"});
    } else {
      shapes_.box({x, y - 11, width, 22}, 11, red + "pill");
      shapes_.text(x + width / 2, y + 4, cap.text, {red + "pill-text", card::cap_font, "middle"});
    }
    return width;
  }

  void end_sign(double x, double y) {
    shapes_.circle(x, y, 8, "sign");
    shapes_.box({x - 3, y - 3, 6, 6}, 1, "sign-in");
  }

  /// Most of a circle, with a tip.
  void round_sign(double x, double y, const CardRow& row) {
    shapes_.path(fmt::format("M{:.1f} {:.1f} a7 7 0 1 1 5 7", x, y), way(row), tip(row));
  }

  void heading() {
    const Definition& definition = flow_.definition();
    const std::string& title = definition.title.empty() ? flow_.name() : definition.title;
    const double room = right_ - margin;
    shapes_.text(margin, 62, fitted(title, title_font, room), {"name", title_font});
    shapes_.text(margin, 88,
                 fitted(fmt::format("{}, version {}, {}", flow_.name(), flow_.hash().substr(0, 12),
                                    comma_list(definition.languages)),
                        subtitle_font, room),
                 {"muted", subtitle_font});
    shapes_.text(margin, 108, fitted(proof_words(), subtitle_font, room), {"muted", subtitle_font});
  }

  std::string proof_words() const {
    const Coverage whole = all_of(flow_.definition());
    const Coverage missing = without(whole, proof_.covered);
    return fmt::format("{} conversation{} through {} of {} states and {} of {} transitions", proof_.conversations,
                       proof_.conversations == 1 ? " goes" : "s go", whole.states.size() - missing.states.size(),
                       whole.states.size(), whole.ways.size() - missing.ways.size(), whole.ways.size());
  }

  /// Returns where it ends.
  double legend(double y) {
    double x = margin;
    const auto entry = [&](double width, std::string_view words, const auto& sample) {
      const double whole = width + 8 + text_width(words, legend_font) + 28;
      if (x > margin && x + whole > right_ + margin / 2) {
        x = margin;
        y += legend_height;
      }
      sample(x);
      shapes_.text(x + width + 8, y + 4, words, {"muted", legend_font});
      x += whole;
    };
    const CardRow plain{.goes = CardRow::Goes::on, .machine = false, .unproven = false};
    const CardRow machine{.goes = CardRow::Goes::on, .machine = true, .unproven = false};
    const CardRow unproven{.goes = CardRow::Goes::on, .machine = false, .unproven = true};
    const Cap key{.text = "1", .key = true, .unproven = false};
    const Cap words{.text = "no key", .key = false, .unproven = false};
    const auto stroke = [&](double at, const CardRow& row) {
      shapes_.path(fmt::format("M{:.1f} {:.1f} h30", at, y), way(row), tip(row));
    };
    entry(key.width(), "a key is pressed", [&](double at) { draw_cap(key, at, y); });
    entry(words.width(), "what happens without one", [&](double at) { draw_cap(words, at, y); });
    entry(18, "the same once more", [&](double at) { round_sign(at, y, plain); });
    entry(16, "the call is over", [&](double at) { end_sign(at + 8, y); });
    entry(36, "a machine's way: no key is asked for on it", [&](double at) { stroke(at, machine); });
    entry(36, "red: no conversation goes here", [&](double at) { stroke(at, unproven); });
    return y + legend_height;
  }

  std::string document(double height) const {
    const double width = right_ + margin;
    std::string text = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" role="img">
)",
        width, height);
    text += fmt::format("<title>{}</title>\n<style>{}</style>\n<defs>\n", xml_escaped(flow_.name()), diagram_style);
    for (const std::string_view name : {"tip", "tip-machine", "tip-unproven"}) {
      text += fmt::format(
          R"(<marker id="{0}" viewBox="0 0 8 8" refX="5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L7.5 4 L0 7.5 z" class="{0}"/></marker>
)",
          name);
    }
    text += "</defs>\n";
    text += fmt::format(R"(<rect width="{:.0f}" height="{:.0f}" class="ground"/>)", width, height);
    return text + "\n" + shapes_.elements() + "</svg>\n";
  }

  const Flow& flow_;
  const Proof& proof_;
  std::vector<Card> cards_;
  std::vector<Line> edges_;  // as in the layout
  Layout layout_;
  std::vector<double> lefts_;  // of the columns
  std::vector<double> turns_;  // of the columns
  double right_ = 0;
  Svg shapes_;
};

}  // namespace

Result<std::string> diagram(const Flow& flow, const Proof& proof) {
  const Coverage missing = without(all_of(flow.definition()), proof.covered);
  return Drawing(flow, proof, cards_of(flow.definition(), missing, TRY(Prompts(flow).find()))).draw();
}

}  // namespace courtesy::flow
