#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "app/finding_words.h"
#include "app/flow_commands.h"
#include "flow/conversation.h"
#include "flow/coverage.h"
#include "flow/input_words.h"

namespace courtesy::app {
namespace {

std::string title_of(const flow::Conversation& conversation) {
  return conversation.title.empty() ? conversation.file : conversation.title;
}

boost::json::object conversation_json(const FlowFolder& folder, const flow::Conversation& conversation,
                                      const flow::Played& played) {
  boost::json::object object{{"file", folder.prefix + conversation.file},
                             {"title", conversation.title},
                             {"passed", !played.divergence.has_value()}};
  if (played.divergence) object["divergence"] = finding_json(folder, *played.divergence);
  return object;
}

class FlowTestCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("PATH", path_, "a flow's folder, or a shipped one's name", Need::required);
    options.flag("--transcripts", transcripts_, "of every conversation, not only of those that differ");
    options.flag("--json", json_, "the results, for a program");
  }

  Result<int> run(Outside& outside) override {
    const FlowFolder folder = TRY(read_flow_folder(path_));
    const flow::Flow flow = TRY(folder.load());
    std::vector<flow::Finding> findings;
    const auto conversations = flow::conversations_of(folder.files, flow.definition(), findings);
    if (conversations.empty()) {
      return invalid(
          fmt::format("{}conversations/ has no .toml: docs/guides/flows.md shows how to write one", folder.prefix));
    }
    if (!findings.empty()) return unreadable(folder, findings, outside.out);
    std::vector<flow::Walk> walks;
    boost::json::array list;
    std::size_t passed = 0;
    for (const flow::Conversation& one : conversations) {
      const flow::Played played = flow::play(flow, one);
      passed += !played.divergence;
      list.push_back(conversation_json(folder, one, played));
      if (!json_) print(folder, one, played, outside.out);
      walks.push_back(played.walk);
    }
    const flow::Coverage whole = flow::all_of(flow.definition());
    const flow::Coverage missing = flow::without(whole, flow::covered(walks));
    if (json_) {
      boost::json::object all{{"conversations", std::move(list)}, {"unproven", missing_json(missing)}};
      outside.out << boost::json::serialize(all) << "\n";
    } else {
      outside.out << fmt::format("\n{} of {} as written; ", passed, counted(conversations.size(), "conversation"));
      print_missing(whole, missing, outside.out);
    }
    return passed == conversations.size() ? 0 : 1;
  }

 private:
  static int unreadable(const FlowFolder& folder, std::vector<flow::Finding>& findings, std::ostream& out) {
    flow::sort(findings);
    for (const flow::Finding& finding : findings) print_finding(folder, finding, out);
    return 1;
  }

  void print(const FlowFolder& folder, const flow::Conversation& conversation, const flow::Played& played,
             std::ostream& out) const {
    out << fmt::format("{}  {}\n", played.divergence ? "DIFFERS" : "ok     ", title_of(conversation));
    if (!played.divergence && !transcripts_) return;
    out << "\n";
    for (const flow::Turn& turn : played.walk) out << "  " << flow::transcript_line(turn) << "\n";
    out << "\n";
    if (!played.divergence) return;
    print_finding(folder, *played.divergence, out);
    out << "\n";
  }

  static void print_missing(const flow::Coverage& whole, const flow::Coverage& missing, std::ostream& out) {
    out << fmt::format("they go through {} of {} and {} of {}\n", whole.states.size() - missing.states.size(),
                       counted(whole.states.size(), "state"), whole.ways.size() - missing.ways.size(),
                       counted(whole.ways.size(), "transition"));
    for (const flow::Way& way : missing.ways) {
      out << fmt::format("  no conversation: {}, {}, to {}\n", way.state, flow::input_words(way.input), way.to);
    }
  }

  static boost::json::array missing_json(const flow::Coverage& missing) {
    boost::json::array list;
    for (const flow::Way& way : missing.ways) {
      list.push_back(boost::json::object{{"state", way.state}, {"input", way.input}, {"to", way.to}});
    }
    return list;
  }

  std::string path_;
  bool transcripts_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_flow_test_command() { return std::make_unique<FlowTestCommand>(); }

}  // namespace courtesy::app
