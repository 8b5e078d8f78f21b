#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <ostream>

#include "app/finding_words.h"
#include "app/flow_commands.h"
#include "app/spoken_facts.h"
#include "flow/checker.h"
#include "flow/definition.h"
#include "flow/input_words.h"
#include "flow/names.h"
#include "flow/questions.h"
#include "flow/walker.h"

namespace courtesy::app {
namespace {

constexpr std::size_t width = 96;

/// What a state can be told, by the names of flow.toml.
std::optional<flow::Input> named_input(const flow::State& state, std::string_view name) {
  for (const flow::Edge& edge : edges_of(state)) {
    if (edge.kind != flow::InputKind::keys && flow::input_name(edge) == name) return flow::input_of(state, edge);
  }
  return std::nullopt;
}

/// What happens when nobody does anything, and the engine knows nothing.
flow::Input nothing_done(const flow::State& state) {
  if (const flow::QuestionKind* question = flow::find_question(state.ask)) {
    return {flow::InputKind::answer, std::string(question->otherwise_answer)};
  }
  for (const std::string_view name : {"silence", "played", "not_connected"}) {
    if (auto input = named_input(state, name)) return *input;
  }
  return {flow::InputKind::hung_up, ""};
}

/// What a typed line stands for; none when it stands for nothing here.
std::optional<flow::Input> input_of_line(const flow::State& state, std::string line) {
  if (line.empty()) return nothing_done(state);
  if (line == "h" && !state.is_silent()) return flow::Input{flow::InputKind::hung_up, ""};
  if (state.is_silent() || line.find_first_not_of("0123456789*#") != std::string::npos) return named_input(state, line);
  const bool value = state.waits_for == flow::WaitsFor::digits && line.size() > 1;
  if (value && !state.finish.empty() && line.ends_with(state.finish)) line.pop_back();
  return flow::Input{flow::InputKind::keys, line};
}

/// A sentence a line, as one hears it.
std::string sentences(std::string_view said) {
  std::string lines;
  while (!said.empty()) {
    std::size_t stop = 0;
    do {
      stop = said.find_first_of(".?!", stop == 0 ? 0 : stop + 1);
    } while (stop < said.size() - 1 && said[stop + 1] != ' ');
    const std::string_view sentence = said.substr(0, stop == std::string_view::npos ? stop : stop + 1);
    lines += wrapped(sentence, width, "  ");
    said.remove_prefix(std::min(said.size(), sentence.size() + 1));
  }
  return lines;
}

class Phone {
 public:
  Phone(const flow::Flow& flow, flow::Facts facts, std::istream* keys, std::ostream& out)
      : flow_(flow), facts_(std::move(facts)), keys_(keys), out_(out) {}

  Result<void> run() {
    hear({flow::InputKind::answered, ""}, TRY(flow_.begin(facts_)));
    while (!ends_) {
      const flow::State* state = flow_.state_at(position_);
      INVARIANT(state != nullptr);
      const flow::Input input = next_input(*state);
      hear(input, TRY(flow_.next(position_, input, facts_)));
    }
    out_ << fmt::format("the call is over, after {} s of speech\n", speech_.count() / 1000);
    return {};
  }

 private:
  void hear(const flow::Input& input, const flow::Step& step) {
    const flow::Turn turn = flow::turn_of(input, step);
    const auto deeds = flow::deeds_of(turn);
    out_ << "* " << flow::input_words(input) << (deeds.empty() ? "" : ": ") << flow::comma_list(deeds) << "\n";
    if (turn.question || !turn.said.empty()) out_ << flow::place_words(turn.position) << "\n";
    out_ << sentences(turn.said);
    if (turn.question) out_ << "  " << flow::question_words(*turn.question) << "\n";
    facts_.fields = step.fields;
    position_ = step.position;
    ends_ = step.ends;
    speech_ += turn.speech;
  }

  flow::Input next_input(const flow::State& state) {
    if (keys_ == nullptr) return nothing_done(state);
    out_ << waiting_words(state) << std::flush;
    std::string line;
    while (std::getline(*keys_, line)) {
      if (line.ends_with('\r')) line.pop_back();
      if (const auto input = input_of_line(state, line)) return *input;
      help(state, line);
    }
    return state.is_silent() ? nothing_done(state) : flow::Input{flow::InputKind::hung_up, ""};
  }

  static std::string_view waiting_words(const flow::State& state) {
    if (state.is_silent()) return "  (what is the answer?)\n";
    return state.waits_for == flow::WaitsFor::played ? "  (still speaking)\n" : "  (waits)\n";
  }

  void help(const flow::State& state, const std::string& line) {
    if (line != "?") out_ << fmt::format("\"{}\" is nothing that a phone can do here.\n", line);
    out_ << (state.is_silent() ? "a name: that answer" : "0-9 * #: those keys; h: hangs up");
    out_ << "; an empty line: " << flow::input_words(nothing_done(state)) << "\n";
    std::string takes;
    for (const flow::Edge& edge : edges_of(state)) {
      const std::string name = flow::input_name(edge);
      const bool typed = edge.kind != flow::InputKind::keys && edge.kind != flow::InputKind::hung_up;
      takes += fmt::format("{}{}", takes.empty() ? "" : ", ", typed ? name : flow::input_words(name));
    }
    out_ << fmt::format("{} handles: {}\n", state.name, takes) << std::flush;
  }

  const flow::Flow& flow_;
  flow::Facts facts_;
  std::istream* keys_;  ///< none: nobody is there to press any
  std::ostream& out_;
  flow::Position position_;
  bool ends_ = false;
  milliseconds speech_{0};
};

class FlowPlayCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("PATH", path_, "a flow's folder, or a shipped one's name", Need::required);
    options.text("--lang LANGUAGE", language_, "that you speak (default: the flow's first)");
    options.text("--as WHO", who_, "person, who types keys, or machine, which presses none (default: person)");
    options.texts("--flag NAME", flags_, "that holds, for ways with a guard, like open_now");
    options.texts("--fact NAME=VALUE", facts_, "says this instead of the sample's, like business=\"Oak Street\"");
  }

  Result<void> check() override {
    if (who_ != "person" && who_ != "machine") return invalid("--as must be person or machine");
    for (const std::string& flag : flags_) {
      if (flow::is_one_of(flow::flag_names, flag)) continue;
      return invalid(fmt::format("--flag {}: there are {}", flag, flow::comma_list(flow::flag_names)));
    }
    return checked_facts(facts_);
  }

  Result<int> run(Outside& outside) override {
    const FlowFolder folder = TRY(read_flow_folder(path_));
    const flow::Flow flow = TRY(folder.load());
    const std::string language = TRY(languages_of(flow, language_)).front();
    const bool person = who_ == "person" && outside.in != nullptr;
    if (person) {
      outside.out << fmt::format("{} calls you, in {}. Type keys; ? says what else there is.\n\n", flow.name(),
                                 language);
    }
    flow::Facts facts = TRY(facts_from(flow, language, facts_));
    facts.flags.insert(flags_.begin(), flags_.end());
    Phone phone(flow, std::move(facts), person ? outside.in : nullptr, outside.out);
    if (const auto played = phone.run(); !played) return played.error();
    return 0;
  }

 private:
  std::string path_;
  std::string language_;
  std::string who_ = "person";
  std::vector<std::string> facts_;
  std::vector<std::string> flags_;
};

}  // namespace

std::unique_ptr<Command> make_flow_play_command() { return std::make_unique<FlowPlayCommand>(); }

}  // namespace courtesy::app
