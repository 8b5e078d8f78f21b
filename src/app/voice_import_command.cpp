#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "app/files.h"
#include "app/voice_commands.h"
#include "app/voice_files.h"
#include "app/which_account.h"
#include "base/bytes.h"
#include "flow/take.h"

namespace courtesy::app {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most_files = 10'000;

bool is_sound(const fs::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return ending == ".wav" || ending == ".mp3" || ending == ".aiff" || ending == ".flac" || ending == ".ogg";
}

/// Paths below the folder, sorted. Errors: `not_found`, `invalid`.
Result<std::vector<std::string>> sounds_in(const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed))
    return Error{ErrorCode::not_found, fmt::format("there is no folder {}", folder.string())};
  std::vector<std::string> names;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (!at->is_regular_file(failed) || !is_sound(at->path())) continue;
    names.push_back(fs::relative(at->path(), folder, failed).generic_string());
    if (names.size() > most_files) return invalid("more than 10,000 files: this is no folder of takes");
  }
  if (failed) return Error{ErrorCode::unavailable, fmt::format("{} cannot be read whole", folder.string())};
  std::sort(names.begin(), names.end());
  return names;
}

class VoiceImportCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("FOLDER", folder_, "takes by their names in the script: FLOW/STATE/SLOT.wav", Need::required);
    where_.declare(options);
    options.text("--who WHO", who_, "who is speaking, or brings them");
    options.flag("--dry-run", dry_run_, "says what it would do");
  }

  Result<int> run(Outside& outside) override {
    const auto flows = TRY(flow::Library::builtin());
    database_ = TRY(where_.open(outside));
    id_ = TRY(database_->account(where_.account));
    TRY(database_->read(id_, [&](Unit& unit) -> Result<void> {
      lines_ = TRY(whole_script(unit, flows));
      return {};
    }));
    for (const auto& file : TRY(sounds_in(folder_))) TRY(take(file, outside));
    TRY(tell_missing(outside));
    outside.out << fmt::format("{} {}, {} as they were, {} refused.\n", dry_run_ ? "Would take in" : "Taken in", taken_,
                               same_, refused_);
    return refused_ == 0 ? 0 : 1;
  }

 private:
  void refuse(const std::string& file, const std::string& why, Outside& outside) {
    ++refused_;
    outside.out << fmt::format("  {}: {}\n", file, why);
  }

  Result<void> take(const std::string& file, Outside& outside) {
    const auto line =
        std::find_if(lines_.begin(), lines_.end(), [&](const ScriptLine& one) { return one.file == file; });
    if (line == lines_.end()) {
      refuse(file, "is no sentence of a flow (`courtesy voice script FLOW` lists the names)", outside);
      return {};
    }
    found_.push_back(line->name);
    const auto bytes = read_file(fs::path(folder_) / file, flow::most_take_bytes);
    const auto made =
        bytes ? flow::make_take(*bytes, is_word(*line) ? flow::TakeRules::word() : flow::TakeRules::prompt())
              : Result<flow::Take>(bytes.error());
    if (!made) {
      refuse(file, made.error().message, outside);
      return {};
    }
    return keep(*line, *made, outside);
  }

  Result<void> keep(const ScriptLine& line, const flow::Take& take, Outside& outside) {
    const std::string hash = hex(sha256(take.wav));
    bool same = false;
    const auto look = [&](Unit& unit) -> Result<void> {
      const auto live = TRY(unit.prompts().live(line.name.flow, line.name.language));
      const auto slot = live.find(line.name.state + "/" + line.name.slot);
      same = slot != live.end() && slot->second == hash;
      return {};
    };
    TRY(database_->read(id_, look));
    if (same) return static_cast<void>(++same_), Result<void>{};
    ++taken_;
    std::string version = "new version";
    if (!dry_run_) {
      TRY(database_->write(id_, [&](Unit& unit) -> Result<void> {
        version = fmt::format("version {}",
                              TRY(unit.prompts().keep_file(
                                  line.name, {.bytes = take.wav, .length = take.length, .peaks = take.peaks}, who_)));
        return {};
      }));
    }
    // Much longer than reading it takes: perhaps another sentence than the script's.
    const bool slow = take.length > 2 * line.length + milliseconds{1'000};
    outside.out << fmt::format("  {}: {}, {:.1f} s{}\n", line.file, version,
                               static_cast<double>(take.length.count()) / 1000,
                               slow ? fmt::format(" (the script reckons {:.1f} s: is it the right sentence?)",
                                                  static_cast<double>(line.length.count()) / 1000)
                                    : "");
    return {};
  }

  /// Of the flows and languages that have a take here: what has none, here or already.
  Result<void> tell_missing(Outside& outside) {
    std::vector<std::string> missing;
    TRY(database_->read(id_, [&](Unit& unit) -> Result<void> {
      for (const auto& line : lines_) {
        const auto begun = [&](const PromptName& name) {
          return name.flow == line.name.flow && name.language == line.name.language;
        };
        if (std::none_of(found_.begin(), found_.end(), begun)) continue;
        if (std::find(found_.begin(), found_.end(), line.name) != found_.end()) continue;
        const auto live = TRY(unit.prompts().live(line.name.flow, line.name.language));
        if (!live.contains(line.name.state + "/" + line.name.slot)) missing.push_back(line.file);
      }
      return {};
    }));
    if (!missing.empty()) outside.out << "Missing, read by a robot until they are there:\n";
    for (const auto& file : missing) outside.out << fmt::format("  {}\n", file);
    return {};
  }

  std::string folder_;
  WhichAccount where_;
  std::string who_ = "a folder of takes";
  bool dry_run_ = false;
  std::unique_ptr<Database> database_;
  AccountId id_;
  std::vector<ScriptLine> lines_;
  std::vector<PromptName> found_;
  int taken_ = 0;
  int same_ = 0;
  int refused_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_voice_import_command() { return std::make_unique<VoiceImportCommand>(); }

}  // namespace courtesy::app
