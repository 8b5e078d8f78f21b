#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "app/voice_commands.h"
#include "app/voice_files.h"
#include "app/which_account.h"
#include "base/json_text.h"

namespace courtesy::app {
namespace {

class VoiceListCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--missing", missing_, "only what a robot still reads");
    options.flag("--json", json_, "as one JSON object: `sentences`");
  }

  Result<int> run(Outside& outside) override {
    const auto flows = TRY(flow::Library::builtin());
    TRY(where_.read(outside, [&](Unit& unit) -> Result<void> {
      std::map<PromptName, Prompt> recorded;
      for (auto& one : TRY(unit.prompts().all())) recorded.emplace(one.name, one);
      for (const auto& line : TRY(whole_script(unit, flows))) tell(line, recorded, outside);
      return {};
    }));
    if (json_) {
      outside.out << json_text(boost::json::object{
                         {"recorded", recorded_}, {"all", all_}, {"sentences", std::move(sentences_)}})
                  << '\n';
    } else {
      outside.out << fmt::format("{} of {} sentences are recorded.\n", recorded_, all_);
    }
    return 0;
  }

 private:
  void tell(const ScriptLine& line, const std::map<PromptName, Prompt>& recorded, Outside& outside) {
    ++all_;
    const auto found = recorded.find(line.name);
    const PromptVersion* live = found == recorded.end() ? nullptr : found->second.live();
    if (live != nullptr) ++recorded_;
    if (live != nullptr && missing_) return;
    if (json_) {
      sentences_.push_back({{"prompt", line.name.to_text()},
                            {"version", live == nullptr ? boost::json::value(nullptr) : live->version},
                            {"length_ms", live == nullptr ? boost::json::value(nullptr) : live->length.count()}});
      return;
    }
    const PromptVersion* newest = found == recorded.end() ? nullptr : &found->second.versions.front();
    std::string words = live == nullptr ? std::string("a robot")
                                        : fmt::format("version {}, {:.1f} s", live->version,
                                                      static_cast<double>(live->length.count()) / 1000);
    if (newest != nullptr && newest != live && !newest->failure.empty())
      words += fmt::format("; version {} {}", newest->version, newest->failure);
    outside.out << fmt::format("{:<50} {}\n", line.name.to_text(), words);
  }

  WhichAccount where_;
  bool missing_ = false;
  bool json_ = false;
  boost::json::array sentences_;
  int all_ = 0;
  int recorded_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_voice_list_command() { return std::make_unique<VoiceListCommand>(); }

}  // namespace courtesy::app
