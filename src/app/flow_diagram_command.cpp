#include <fmt/format.h>

#include <fstream>
#include <ostream>

#include "app/flow_commands.h"
#include "app/flow_folder.h"
#include "base/language.h"
#include "flow/conversation.h"
#include "flow/diagram.h"

namespace courtesy::app {
namespace {

/// Conversations that differ from the flow prove nothing.
flow::Proof proof_of(const FlowFolder& folder, const flow::Flow& flow) {
  std::vector<flow::Finding> findings;
  std::vector<flow::Walk> walks;
  for (const flow::Conversation& one : flow::conversations_of(folder.files, flow.definition(), findings)) {
    flow::Played played = flow::play(flow, one);
    if (!played.divergence) walks.push_back(std::move(played.walk));
  }
  return {.conversations = walks.size(), .covered = flow::covered(walks)};
}

class FlowDiagramCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("PATH", path_, "a flow's folder, or a shipped one's name", Need::required);
    options.text("--language CODE", language_, "what is not the flow's own is said in: en, es (default: en)");
    options.text("-o,--out FILE.svg", out_, "where to draw it (default: printed)");
  }

  Result<void> check() override {
    if (!parse_language(language_)) return invalid("--language must be en or es");
    return {};
  }

  Result<int> run(Outside& outside) override {
    const FlowFolder folder = TRY(read_flow_folder(path_));
    const flow::Flow flow = TRY(folder.load());
    const std::string svg =
        TRY(flow::diagram(flow, {.proof = proof_of(folder, flow), .language = *parse_language(language_)}));
    if (out_.empty()) {
      outside.out << svg;
      return 0;
    }
    std::ofstream file(out_, std::ios::binary);
    file << svg;
    file.close();
    if (!file) return Error{ErrorCode::unavailable, fmt::format("{} cannot be written", out_)};
    outside.err << out_ << "\n";
    return 0;
  }

 private:
  std::string path_;
  std::string language_ = "en";
  std::string out_;
};

}  // namespace

std::unique_ptr<Command> make_flow_diagram_command() { return std::make_unique<FlowDiagramCommand>(); }

}  // namespace courtesy::app
