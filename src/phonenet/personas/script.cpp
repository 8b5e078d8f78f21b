#include "phonenet/personas/script.h"

#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr milliseconds between_keys{300};
constexpr std::size_t most_heard = 16 * 1024;

/// Small letters, punctuation gone but for that of `[beep]`, one space between words.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (space) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (std::string_view(".,;:!?\"'").find(c) == std::string_view::npos) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

/// What was heard up to the end of the wanted words is used up.
bool Script::has_heard(std::string_view wanted) {
  std::size_t at = 0;
  const std::string pattern = plain(wanted);
  for (std::string_view rest = pattern; !rest.empty();) {
    const auto star = rest.find('*');
    std::string_view part = rest.substr(0, star);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    const auto found = heard_.find(part, at);
    if (found == std::string::npos) return false;
    at = found + part.size();
    rest = star == std::string_view::npos ? std::string_view{} : rest.substr(star + 1);
  }
  heard_.erase(0, at);
  return true;
}

std::optional<Act> Script::hears(std::string_view text) {
  heard_.append(heard_.empty() ? "" : " ").append(plain(text));
  if (heard_.size() > most_heard) heard_.erase(0, heard_.size() - most_heard / 2);
  return busy_ ? std::nullopt : next();
}

std::optional<Act> Script::done() {
  busy_ = false;
  return next();
}

std::optional<Act> Script::next() {
  while (step_ < steps_.size()) {
    const ScriptStep& step = steps_[step_];
    if (!begun_ && !step.hears.empty() && !has_heard(step.hears)) return std::nullopt;
    const milliseconds after = begun_ ? between_keys : step.wait;
    begun_ = true;
    busy_ = true;
    if (keys_ < step.presses.size()) return Act{Act::Kind::press, after, std::string(1, step.presses[keys_++])};
    if (!step.says.empty() && !std::exchange(spoken_, true)) {
      const auto lasts = step.lasts > milliseconds{0} ? step.lasts : twiml::spoken_length(step.says);
      return Act{Act::Kind::say, after, step.says, lasts};
    }
    if (step.hangs_up) return Act{Act::Kind::hang_up, after, {}};
    ++step_;
    keys_ = 0;
    begun_ = spoken_ = busy_ = false;
  }
  return std::nullopt;
}

}  // namespace courtesy::phonenet
