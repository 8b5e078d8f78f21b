#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "app/finding_words.h"
#include "app/flow_commands.h"
#include "app/spoken_facts.h"
#include "base/json_text.h"
#include "flow/checker.h"
#include "flow/coverage.h"
#include "flow/definition.h"
#include "flow/input_words.h"
#include "flow/survey.h"

namespace courtesy::app {
namespace {

double seconds_of(milliseconds length) { return static_cast<double>(length.count()) / 1000; }

milliseconds whole_length(const flow::Walk& walk) {
  const flow::CallLength length = flow::length_of(walk);
  return length.speech + length.wait;
}

/// What was done in it, short: `key 1, key 4, no key`.
std::string inputs_in_words(const flow::Walk& walk) {
  std::string words;
  for (std::size_t i = 1; i < walk.size(); ++i) {
    words += fmt::format("{}{}", i == 1 ? "" : ", ", flow::input_words(walk[i].input));
  }
  return words;
}

/// The walks that were gone in one language, and what there is to say of all that there are.
struct Walked {
  std::string language;
  std::vector<flow::Walk> walks;
  flow::Survey all;
  flow::Coverage missing;

  bool is_whole() const { return walks.size() == all.walks; }

  std::size_t longest() const {
    return static_cast<std::size_t>(
        std::max_element(walks.begin(), walks.end(),
                         [](const auto& a, const auto& b) { return whole_length(a) < whole_length(b); }) -
        walks.begin());
  }
  std::size_t endless() const {
    return static_cast<std::size_t>(
        std::count_if(walks.begin(), walks.end(), [](const flow::Walk& walk) { return !walk.back().ends; }));
  }
};

class FlowWalkCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("PATH", path_, "a flow's folder, or a shipped one's name", Need::required);
    options.text("--lang LANGUAGE", language_, "one of the flow's languages (default: all)");
    options.flag("--transcripts", transcripts_, "of every path, what is said and done");
    options.texts("--fact NAME=VALUE", facts_, "says this instead of the sample's, like business=\"Oak Street\"");
    options.number("--most N", most_, "paths that are gone one by one (default: 100000); all are counted");
    options.flag("--json", json_, "the figures, for a program");
  }

  Result<void> check() override {
    if (most_ < 1 || most_ > 1'000'000) return invalid("--most must be 1 to 1000000");
    return checked_facts(facts_);
  }

  Result<int> run(Outside& outside) override {
    const FlowFolder folder = TRY(read_flow_folder(path_));
    const flow::Flow flow = TRY(folder.load());
    std::vector<Walked> all;
    for (const std::string& language : TRY(languages_of(flow, language_))) {
      const flow::Facts facts = TRY(facts_from(flow, language, facts_));
      Walked walked{.language = language,
                    .walks = TRY(flow::walk(flow, facts, static_cast<std::size_t>(most_))),
                    .all = TRY(flow::survey(flow, facts))};
      walked.missing = flow::without(flow::all_of(flow.definition()), walked.all.covered);
      all.push_back(std::move(walked));
    }
    if (json_) {
      outside.out << json_text(json(flow, all)) << "\n";
    } else {
      print(flow, all, outside.out);
    }
    const bool whole = std::all_of(all.begin(), all.end(),
                                   [](const Walked& one) { return one.missing.ways.empty() && one.endless() == 0; });
    return whole ? 0 : 1;
  }

 private:
  void print(const flow::Flow& flow, const std::vector<Walked>& all, std::ostream& out) const {
    for (const Walked& one : all) {
      if (transcripts_) print_transcripts(one, out);
    }
    out << fmt::format("{}, version {}\n", flow.name(), flow.hash().substr(0, 12));
    print_ways(flow, all.front(), out);
    for (const Walked& one : all) print_figures(flow.definition(), one, out);
  }

  static void print_transcripts(const Walked& one, std::ostream& out) {
    for (std::size_t i = 0; i < one.walks.size(); ++i) {
      const flow::Walk& walk = one.walks[i];
      out << fmt::format("path {} of {}, {}, {:.0f} s{}\n", i + 1, one.all.walks, one.language,
                         seconds_of(whole_length(walk)), flow::is_machines(walk) ? ", a machine can take it" : "");
      for (const flow::Turn& turn : walk) out << "  " << flow::transcript_line(turn) << "\n";
      out << "\n";
    }
    if (!one.is_whole())
      out << fmt::format("{} in {} are not written (--most)\n\n",
                         counted(one.all.walks - one.walks.size(), "more path"), one.language);
  }

  /// Each state with its inputs, where they lead, and how many of the paths that were gone go there.
  static void print_ways(const flow::Flow& flow, const Walked& one, std::ostream& out) {
    const flow::Definition& definition = flow.definition();
    const flow::Traffic traffic = flow::traffic(one.walks);
    const flow::Coverage whole = flow::all_of(definition);
    const auto machines = flow::machine_states(definition);
    for (const flow::State& state : definition.states) {
      const auto seen = traffic.states.find(state.name);
      const bool machine = std::find(machines.begin(), machines.end(), state.name) != machines.end();
      out << fmt::format("\n  {:<44}{:>14}{}\n", state.name,
                         counted(seen == traffic.states.end() ? 0 : seen->second, "path"),
                         machine ? "   a machine may hear it" : "");
      for (const flow::Way& way : whole.ways) {
        if (way.state != state.name) continue;
        std::size_t taken = 0;
        for (const bool enough : {false, true}) {
          const auto found = traffic.ways.find({way.state, way.input, way.to, enough});
          if (found != traffic.ways.end()) taken += found->second;
        }
        out << fmt::format("    {:<22}{:<20}{:>14}{}\n", flow::input_words(way.input), way.to,
                           taken == 0 ? "none" : counted(taken, "path"),
                           one.missing.ways.contains(way) ? "   <- no path goes here" : "");
      }
    }
  }

  static void print_figures(const flow::Definition& definition, const Walked& one, std::ostream& out) {
    const flow::Coverage whole = flow::all_of(definition);
    const auto share = [](std::size_t all, std::size_t missing) { return fmt::format("{} of {}", all - missing, all); };
    const std::size_t all = whole.states.size() + whole.ways.size() + whole.inputs.size();
    const std::size_t missing = one.missing.states.size() + one.missing.ways.size() + one.missing.inputs.size();
    out << fmt::format("\n{}: {} states, {} transitions, {} inputs: {} %\n", one.language,
                       share(whole.states.size(), one.missing.states.size()),
                       share(whole.ways.size(), one.missing.ways.size()),
                       share(whole.inputs.size(), one.missing.inputs.size()), 100 * (all - missing) / all);
    out << fmt::format("    {}, {}; a machine can take {}\n", counted(one.all.walks, "path"),
                       one.endless() == 0 ? "every one ends" : fmt::format("{} DO NOT END", one.endless()),
                       one.all.machines);
    if (!one.is_whole())
      out << fmt::format("    {} gone one by one: the counts by state and the longest call are of those\n",
                         counted(one.walks.size(), "path"));
    const flow::Walk& longest = one.walks[one.longest()];
    const flow::CallLength length = flow::length_of(longest);
    out << fmt::format("    the longest call: {:.0f} s of speech and {:.0f} s of waiting (path {}: {})\n",
                       seconds_of(length.speech), seconds_of(length.wait), one.longest() + 1, inputs_in_words(longest));
  }

  static boost::json::object json(const flow::Flow& flow, const std::vector<Walked>& all) {
    const flow::Coverage whole = flow::all_of(flow.definition());
    boost::json::array languages;
    for (const Walked& one : all) {
      const flow::CallLength length = flow::length_of(one.walks[one.longest()]);
      languages.push_back(boost::json::object{
          {"language", one.language},
          {"paths", one.all.walks},
          {"paths_gone", one.walks.size()},
          {"machine_paths", one.all.machines},
          {"endless_paths", one.endless()},
          {"states_covered", whole.states.size() - one.missing.states.size()},
          {"transitions_covered", whole.ways.size() - one.missing.ways.size()},
          {"inputs_covered", whole.inputs.size() - one.missing.inputs.size()},
          {"longest", {{"speech_s", seconds_of(length.speech)}, {"waiting_s", seconds_of(length.wait)}}}});
    }
    return {{"flow", flow.name()},           {"version", flow.hash()},
            {"states", whole.states.size()}, {"transitions", whole.ways.size()},
            {"inputs", whole.inputs.size()}, {"languages", std::move(languages)}};
  }

  std::string path_;
  std::string language_;
  std::vector<std::string> facts_;
  std::int64_t most_ = 100'000;
  bool transcripts_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_flow_walk_command() { return std::make_unique<FlowWalkCommand>(); }

}  // namespace courtesy::app
