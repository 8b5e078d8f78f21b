#include <fmt/format.h>

#include <ostream>

#include "app/database.h"
#include "app/voice_commands.h"
#include "app/voice_files.h"
#include "flow/voice_words.h"

namespace courtesy::app {
namespace {

/// RFC 4180.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) (quoted += c == '"' ? "\"\"" : std::string(1, c));
  return quoted + "\"";
}

std::string in_seconds(milliseconds length) {
  return fmt::format("{:.1f}", static_cast<double>(length.count()) / 1000);
}

std::string as_csv(const std::vector<ScriptLine>& lines) {
  std::string csv = "file,language,state,slot,words,seconds\r\n";
  for (const auto& line : lines) {
    csv += fmt::format("{},{},{},{},{},{}\r\n", line.file, line.name.language, line.name.state, line.name.slot,
                       csv_field(line.words), in_seconds(line.length));
  }
  return csv;
}

std::string as_markdown(const std::string& flow, const std::vector<ScriptLine>& lines) {
  std::string text = fmt::format(
      "# {}\n\nSave each sentence as a WAV under its name. Leave half a second of silence before and after; loudness "
      "and\n"
      "telephone quality are made of it afterwards.\n",
      flow);
  std::string language;
  std::string state;
  for (const auto& line : lines) {
    if (line.name.language != language) text += fmt::format("\n## Language: {}\n", line.name.language);
    if (line.name.language != language || line.name.state != state) text += fmt::format("\n### {}\n", line.name.state);
    language = line.name.language;
    state = line.name.state;
    text += fmt::format("\n`{}`, about {} s\n\n> {}\n", line.file, in_seconds(line.length), line.words);
  }
  milliseconds whole{0};
  for (const auto& line : lines) whole += line.length;
  return text + fmt::format("\n{} sentences, about {} s.\n", lines.size(), in_seconds(whole));
}

class VoiceScriptCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("FLOW", flow_, "the flow whose sentences are to be recorded; or `voice`: the words of dates and times",
                 Need::required);
    options.text("--language L", language_, "one of its languages (default: all)");
    options.text("--database DB", database_, "with it, the business's own name and number stand in the script");
    options.number("--account N", account_, "the account, where there are several");
    options.flag("--csv", csv_, "a table instead of pages to read from");
  }

  Result<int> run(Outside& outside) override {
    const auto flows = TRY(flow::Library::builtin());
    std::vector<ScriptLine> lines = TRY(database_.empty() ? of_program(flows) : of_account(flows, outside));
    if (lines.empty())
      return Error{ErrorCode::not_found, flow_ + " has nothing to record: its sentences have no slots"};
    if (!language_.empty())
      std::erase_if(lines, [this](const ScriptLine& line) { return line.name.language != language_; });
    if (lines.empty()) return Error{ErrorCode::not_found, fmt::format("{} is not spoken in \"{}\"", flow_, language_)};
    outside.out << (csv_ ? as_csv(lines) : as_markdown(flow_, lines));
    if (database_.empty())
      outside.err << "What stands in double braces is the business's own: --database fills it in.\n";
    return 0;
  }

 private:
  Result<std::vector<ScriptLine>> of_program(const flow::Library& flows) const {
    if (flow_ == flow::voice_flow) return script_of_words();
    return script_of(TRY(flows.flow(flow_)));
  }

  Result<std::vector<ScriptLine>> of_account(const flow::Library& flows, Outside& outside) {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    std::vector<ScriptLine> lines;
    TRY(database->read(TRY(database->account(account_)), [&](Unit& unit) -> Result<void> {
      lines = TRY(script_by_name(unit, flows, flow_, TRY(words_of_account(unit))));
      return {};
    }));
    return lines;
  }

  std::string flow_;
  std::string language_;
  std::string database_;
  std::int64_t account_ = 0;
  bool csv_ = false;
};

}  // namespace

std::unique_ptr<Command> make_voice_script_command() { return std::make_unique<VoiceScriptCommand>(); }

}  // namespace courtesy::app
