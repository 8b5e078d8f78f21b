#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "app/finding_words.h"
#include "app/flow_commands.h"
#include "base/json_text.h"
#include "flow/conversation.h"

namespace courtesy::app {
namespace {

/// The flow's own findings; those of its conversations only when there is a flow to hold them against.
std::vector<flow::Finding> findings_of(const FlowFolder& folder) {
  std::vector<flow::Finding> findings = folder.faults();
  if (!findings.empty()) return findings;
  const auto flow = folder.load();
  if (flow) flow::conversations_of(folder.files, flow->definition(), findings);
  flow::sort(findings);
  return findings;
}

class FlowCheckCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.texts("PATH", paths_, "folders of flows, or names of shipped ones");
    options.flag("--json", json_, "the findings, for a program");
  }

  Result<void> check() override {
    if (paths_.empty()) return invalid("say which flow: its folder, or a shipped one's name");
    return {};
  }

  Result<int> run(Outside& outside) override {
    std::size_t found = 0;
    boost::json::array list;
    for (const std::string& path : paths_) {
      const FlowFolder folder = TRY(read_flow_folder(path));
      const std::vector<flow::Finding> findings = findings_of(folder);
      found += findings.size();
      for (const flow::Finding& finding : findings) list.push_back(finding_json(folder, finding));
      if (!json_) print(folder, findings, outside.out);
    }
    if (json_) outside.out << json_text(boost::json::object{{"findings", std::move(list)}}) << "\n";
    return found == 0 ? 0 : 1;
  }

 private:
  static void print(const FlowFolder& folder, const std::vector<flow::Finding>& findings, std::ostream& out) {
    for (const flow::Finding& finding : findings) {
      print_finding(folder, finding, out);
      out << "\n";
    }
    out << fmt::format("{}: {}\n", folder.name, counted(findings.size(), "finding"));
  }

  std::vector<std::string> paths_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_flow_check_command() { return std::make_unique<FlowCheckCommand>(); }

}  // namespace courtesy::app
