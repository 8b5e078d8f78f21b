#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <ostream>

#include "app/finding_words.h"
#include "app/flow_commands.h"
#include "app/spoken_facts.h"
#include "flow/definition.h"
#include "flow/input_words.h"
#include "flow/walker.h"

namespace courtesy::app {
namespace {

constexpr std::size_t width = 96;

bool has(const flow::State& state, flow::InputKind kind) {
  const auto inputs = flow::inputs_of(state);
  return std::any_of(inputs.begin(), inputs.end(), [&](const flow::Input& input) { return input.kind == kind; });
}

/// What happens when nobody does anything.
flow::Input nothing_done(const flow::State& state) {
  return {has(state, flow::InputKind::silence) ? flow::InputKind::silence : flow::InputKind::played, ""};
}

/// What a typed line stands for; none when it stands for nothing here.
std::optional<flow::Input> input_of(const flow::State& state, const std::string& line) {
  if (line.empty()) return nothing_done(state);
  if (line == "h") return flow::Input{flow::InputKind::hung_up, ""};
  if (line.find_first_not_of("0123456789*#") == std::string::npos) return flow::Input{flow::InputKind::keys, line};
  const auto kind = flow::input_kind(line);
  if (kind && *kind != flow::InputKind::keys && has(state, *kind)) return flow::Input{*kind, ""};
  return std::nullopt;
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
      const flow::State* state = flow_.definition().find(position_.state);
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
    out_ << "* " << flow::input_words(input);
    for (const auto& action : turn.actions) out_ << (&action == turn.actions.data() ? ": " : ", ") << to_string(action);
    out_ << "\n";
    if (!turn.said.empty()) out_ << turn.position.state << "\n" << sentences(turn.said);
    position_ = step.position;
    ends_ = step.ends;
    speech_ += turn.speech;
  }

  flow::Input next_input(const flow::State& state) {
    if (keys_ == nullptr) return nothing_done(state);
    out_ << (state.waits_for == flow::WaitsFor::played ? "  (still speaking)\n" : "  (waits)\n") << std::flush;
    std::string line;
    while (std::getline(*keys_, line)) {
      if (line.ends_with('\r')) line.pop_back();
      if (const auto input = input_of(state, line)) return *input;
      help(state, line);
    }
    return {flow::InputKind::hung_up, ""};
  }

  void help(const flow::State& state, const std::string& line) {
    if (line != "?") out_ << fmt::format("\"{}\" is nothing that a phone can do here.\n", line);
    out_ << "0-9 * #: that key; an empty line: " << flow::input_words(nothing_done(state)) << "; h: hangs up\n";
    std::string takes;
    for (const flow::Edge& edge : edges_of(state)) {
      takes += fmt::format("{}{}", takes.empty() ? "" : ", ", flow::input_words(flow::input_name(edge)));
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
    options.texts("--fact NAME=VALUE", facts_, "says this instead of the sample's, like business=\"Oak Street\"");
  }

  Result<void> check() override {
    if (who_ != "person" && who_ != "machine") return invalid("--as must be person or machine");
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
    Phone phone(flow, TRY(facts_from(language, facts_)), person ? outside.in : nullptr, outside.out);
    if (const auto played = phone.run(); !played) return played.error();
    return 0;
  }

 private:
  std::string path_;
  std::string language_;
  std::string who_ = "person";
  std::vector<std::string> facts_;
};

}  // namespace

std::unique_ptr<Command> make_flow_play_command() { return std::make_unique<FlowPlayCommand>(); }

}  // namespace courtesy::app
