#include "store/prompt_urls.h"

#include <fmt/format.h>

#include "flow/definition.h"
#include "flow/mover.h"
#include "flow/slots.h"
#include "flow/voice_words.h"
#include "store/prompts.h"
#include "store/unit.h"

namespace courtesy {

std::string audio_url(std::string_view public_url, std::string_view hash, bool mp3) {
  return fmt::format("{}/audio/{}.{}", public_url, hash, mp3 ? "mp3" : "wav");
}

Result<std::map<std::string, std::string>> prompts_for(Unit& unit, const flow::Flow& flow, std::string_view wanted,
                                                       std::string_view public_url) {
  std::map<std::string, std::string> urls;
  for (const auto& [slot, hash] : TRY(unit.prompts().live(flow.name(), flow.language_for(wanted))))
    urls.emplace(slot, audio_url(public_url, hash));
  for (const std::string& inner : flow::flows_within(flow)) {
    const std::string_view language = flow::language_for(*flow.sub_flow(inner), wanted);
    for (const auto& [slot, hash] : TRY(unit.prompts().live(inner, language)))
      urls.emplace(inner + "/" + slot, audio_url(public_url, hash));
  }
  for (const auto& [slot, recording] : flow::recordings_of(flow, wanted))
    urls.emplace(slot, audio_url(public_url, recording.hash, recording.mp3));
  // Words are only played beside what is recorded.
  if (urls.empty()) return urls;
  const std::string words = std::string(flow::voice_state) + "/";
  for (const auto& [slot, hash] : TRY(unit.prompts().live(flow::voice_flow, flow.language_for(wanted))))
    if (slot.starts_with(words)) urls.emplace(flow::voice_key(slot.substr(words.size())), audio_url(public_url, hash));
  return urls;
}

}  // namespace courtesy
