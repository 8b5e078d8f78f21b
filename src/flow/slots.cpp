#include "flow/slots.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/mover.h"
#include "flow/parts.h"

namespace courtesy::flow {
namespace {

std::string words_of(const TemplateElement& say, const std::map<std::string, std::string>& spoken) {
  std::string words;
  for (const auto& child : say.children) {
    const auto* pieces = std::get_if<Pieces>(&child);
    if (pieces == nullptr) {
      words += words_of(std::get<TemplateElement>(child), spoken);
      continue;
    }
    for (const Piece& piece : *pieces) {
      const auto known = piece.variable ? spoken.find(piece.text) : spoken.end();
      if (!piece.variable) words += piece.text;
      if (piece.variable) words += known == spoken.end() ? "{{" + piece.text + "}}" : known->second;
    }
  }
  return words;
}

void collect(const TemplateElement& element, const std::map<std::string, std::string>& spoken,
             std::vector<SpokenPart>& parts) {
  if (element.name == "Say") {
    parts.push_back({.slot = literal(element, slot_attribute), .words = words_of(element, spoken)});
    return;
  }
  for (const auto& child : element.children) {
    if (const auto* nested = std::get_if<TemplateElement>(&child)) collect(*nested, spoken, parts);
  }
}

/// `opening/hello.wav`, `opening/es/hello.wav`, as the checker has taken them.
struct FileName {
  std::string state;
  std::string slot;
  std::string language;
};
FileName name_of(std::string_view file, const std::string& first_language) {
  const std::string_view whole = file.substr(0, file.rfind('.'));
  const auto first = whole.find('/');
  const auto last = whole.rfind('/');
  return {.state = std::string(whole.substr(0, first)),
          .slot = std::string(whole.substr(last + 1)),
          .language = first == last ? first_language : std::string(whole.substr(first + 1, last - first - 1))};
}

template <typename Take>
void each_recording(const Parts& parts, const Take& take) {
  for (const auto& [file, bytes] : parts.audio) {
    take(parts, name_of(file, parts.definition.languages.front()),
         FlowRecording{.hash = parts.audio_hashes.at(file), .bytes = bytes, .mp3 = file.ends_with(".mp3")});
  }
  for (const auto& [name, sub] : parts.subs) each_recording(*sub, take);
}

std::string key_of(bool outermost, std::string_view flow, std::string_view state, std::string_view slot) {
  return outermost ? fmt::format("{}/{}", state, slot) : fmt::format("{}/{}/{}", flow, state, slot);
}

void names_within(const Parts& parts, std::vector<std::string>& names) {
  for (const auto& [name, sub] : parts.subs) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    names_within(*sub, names);
  }
}

}  // namespace

std::vector<SpokenPart> parts_of(const Flow& flow, std::string_view state, std::string_view language,
                                 const std::map<std::string, std::string>& spoken) {
  const auto& templates = flow.parts().templates;
  const auto found = templates.find({std::string(state), std::string(language)});
  std::vector<SpokenPart> parts;
  if (found != templates.end()) collect(found->second.root(), spoken, parts);
  return parts;
}

bool has_slot(const Flow& flow, std::string_view state, std::string_view slot, std::string_view language) {
  const auto parts = parts_of(flow, state, language, {});
  return !slot.empty() &&
         std::any_of(parts.begin(), parts.end(), [&](const SpokenPart& part) { return part.slot == slot; });
}

std::map<std::string, FlowRecording> recordings_of(const Flow& flow, std::string_view wanted) {
  std::map<std::string, FlowRecording> all;
  each_recording(flow.parts(), [&](const Parts& parts, const FileName& name, const FlowRecording& recording) {
    if (name.language != language_for(parts.definition, wanted)) return;
    all.emplace(key_of(&parts == &flow.parts(), parts.name, name.state, name.slot), recording);
  });
  return all;
}

std::map<std::string, FlowRecording> recordings_of(const Flow& flow) {
  std::map<std::string, FlowRecording> all;
  each_recording(flow.parts(), [&](const Parts&, const FileName&, const FlowRecording& recording) {
    all.emplace(recording.hash, recording);
  });
  return all;
}

std::vector<std::string> flows_within(const Flow& flow) {
  std::vector<std::string> names;
  names_within(flow.parts(), names);
  return names;
}

}  // namespace courtesy::flow
