#include "flow/diagram.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "flow/card_painter.h"
#include "flow/diagram_style.h"
#include "flow/diagram_words.h"
#include "flow/input_words.h"
#include "flow/layered_layout.h"
#include "flow/names.h"
#include "flow/sample_facts.h"

namespace courtesy::flow {
namespace {

constexpr double margin = 48;
constexpr double top_of_cards = 150;
constexpr double start_width = 118;
constexpr double start_room = start_width + 46;  // the call's beginning, before the first column
constexpr double turn_room = 96;                 // where lines turn, between caps and the next column
constexpr double sign_width = 24;
constexpr double least_width = 860;
constexpr double legend_height = 34;
constexpr Font title_font{26, true};
constexpr Font subtitle_font{13, false};
constexpr Font legend_font{12, false};

/// What each state says first.
class Prompts {
 public:
  Prompts(const Flow& flow, Language language)
      : flow_(flow), facts_(sample_facts(flow, flow.language_for(to_string(language)))) {}

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
  Drawing(const Flow& flow, const Picture& picture, std::vector<Card> cards)
      : flow_(flow), picture_(picture), cards_(std::move(cards)) {}

  std::string draw() {
    arrange();
    for (std::size_t i = 0; i < edges_.size(); ++i) line(i);
    start();
    for (std::size_t i = 0; i < cards_.size(); ++i) painter_.card(cards_[i], left(i), top(i));
    for (std::size_t i = 0; i < cards_.size(); ++i) painter_.caps(cards_[i], left(i), top(i));
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

  std::string_view say(InEach words) const { return words.in(picture_.language); }

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
    shapes_.path(data, painter_.way(row), CardPainter::tip(row));
  }

  void start() {
    const std::size_t first = index_of(flow_.definition().start);
    const double y = top(first) + card::header / 2;
    const double x = left(first) - start_room;
    shapes_.box({x, y - 14, start_width, 28}, 14, "start");
    shapes_.text(x + start_width / 2, y + 4, say({"call answered", "contestan"}),
                 {"start-text", card::cap_font, "middle"});
    shapes_.path(fmt::format("M{:.1f} {:.1f} H{:.1f}", x + start_width, y, left(first) - 7), "edge", "tip");
  }

  void heading() {
    const Definition& definition = flow_.definition();
    const std::string& own = definition.title.empty() ? flow_.name() : definition.title;
    const std::string& title = picture_.title.empty() ? own : picture_.title;
    const double room = right_ - margin;
    shapes_.text(margin, 62, fitted(title, title_font, room), {"name", title_font});
    shapes_.text(margin, 88,
                 fitted(fmt::format("{}, {} {}, {}", flow_.name(), say({"version", "versión"}),
                                    flow_.hash().substr(0, 12), comma_list(definition.languages)),
                        subtitle_font, room),
                 {"muted", subtitle_font});
    const std::string words = picture_.calls == nullptr ? proof_words() : calls_in_words();
    shapes_.text(margin, 108, fitted(words, subtitle_font, room), {"muted", subtitle_font});
  }

  std::string proof_words() const {
    const Proof& proof = picture_.proof;
    const Coverage whole = all_of(flow_.definition());
    const Coverage missing = without(whole, proof.covered);
    const std::string who = counted_words(proof.conversations, {"conversation goes", "conversación pasa"},
                                          {"conversations go", "conversaciones pasan"}, picture_.language);
    return fmt::format(fmt::runtime(say({"{} through {} of {} states and {} of {} transitions",
                                         "{} por {} de {} estados y {} de {} transiciones"})),
                       who, whole.states.size() - missing.states.size(), whole.states.size(),
                       whole.ways.size() - missing.ways.size(), whole.ways.size());
  }

  std::string calls_in_words() const {
    std::size_t now = 0;
    for (const auto& [state, count] : picture_.calls->now) now += count;
    return fmt::format("{}, {} {}", calls_words(picture_.calls->all, picture_.language), now, say({"now", "ahora"}));
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
    const Cap words{.text = input_words("silence", picture_.language), .key = false, .unproven = false};
    const auto stroke = [&](double at, const CardRow& row) {
      shapes_.path(fmt::format("M{:.1f} {:.1f} h30", at, y), painter_.way(row), CardPainter::tip(row));
    };
    entry(key.width(), say({"a key is pressed", "se pulsa una tecla"}), [&](double at) { painter_.cap(key, at, y); });
    entry(words.width(), say({"what happens without one", "lo que pasa sin ella"}),
          [&](double at) { painter_.cap(words, at, y); });
    entry(18, say({"the same once more", "lo mismo otra vez"}), [&](double at) { painter_.round_sign(at, y, plain); });
    entry(16, say({"the call is over", "termina la llamada"}), [&](double at) { painter_.end_sign(at + 8, y); });
    entry(36, say({"a machine's way: no key is asked for on it", "camino de un contestador: no se piden teclas"}),
          [&](double at) { stroke(at, machine); });
    entry(36, say({"red: no conversation goes here", "rojo: ninguna conversación pasa por aquí"}),
          [&](double at) { stroke(at, unproven); });
    if (picture_.calls != nullptr)
      entry(36, say({"the thicker, the more calls went there", "cuanto más gruesa, más llamadas pasaron"}),
            [&](double at) { shapes_.path(fmt::format("M{:.1f} {:.1f} h30", at, y), "edge busy3", "tip"); });
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
  const Picture& picture_;
  std::vector<Card> cards_;
  std::vector<Line> edges_;  // as in the layout
  Layout layout_;
  std::vector<double> lefts_;  // of the columns
  std::vector<double> turns_;  // of the columns
  double right_ = 0;
  Svg shapes_;
  CardPainter painter_{picture_, shapes_};
};

/// Where callers give up is what counts are looked at for: a row of its own where the flow's author has written none.
void show_hang_ups(const State& state, Card& card, Language language) {
  CardRow row = hang_up_row(state.name, language);
  const bool written = std::any_of(card.rows.begin(), card.rows.end(), [&](const CardRow& one) {
    return std::find(one.ways.begin(), one.ways.end(), row.ways.front()) != one.ways.end();
  });
  const bool stays = state.waits_for != WaitsFor::nothing && state.waits_for != WaitsFor::answer;
  if (!written && stays) card.rows.push_back(std::move(row));
}

}  // namespace

Result<std::string> diagram(const Flow& flow, const Picture& picture) {
  const Definition& definition = flow.definition();
  const Coverage missing = without(all_of(definition), picture.proof.covered);
  const auto prompts = TRY(Prompts(flow, picture.language).find());
  std::vector<Card> cards = cards_of(definition, missing, prompts, picture.language);
  if (picture.calls != nullptr) {
    for (Card& card : cards) show_hang_ups(*definition.find(card.name), card, picture.language);
  }
  return Drawing(flow, picture, std::move(cards)).draw();
}

}  // namespace courtesy::flow
