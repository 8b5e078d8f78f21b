#include "flow/audio_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/audio.h"
#include "flow/faults.h"
#include "flow/names.h"

namespace courtesy::flow {
namespace {

/// What is the same in every call of an account, and so can be recorded.
constexpr std::array<std::string_view, 3> constant_names{"business", "callback_number", "place"};

struct Slot {
  std::string name;
  const TemplateElement* where;
};

void slots_in(const TemplateElement& element, std::vector<Slot>& slots) {
  if (const std::string name = literal(element, slot_attribute); !name.empty()) slots.push_back({name, &element});
  for (const auto& child : element.children) {
    if (const auto* nested = std::get_if<TemplateElement>(&child)) slots_in(*nested, slots);
  }
}

/// `opening/hello.wav`, `opening/es/hello.wav`.
struct AudioName {
  std::string state;
  std::string language;
  std::string slot;
};

std::optional<AudioName> audio_name(std::string_view file, const std::vector<std::string>& languages) {
  const std::string_view whole = file.substr(0, file.size() - 4);
  const auto first = whole.find('/');
  const auto last = whole.rfind('/');
  AudioName name{std::string(whole.substr(0, first)), languages.front(), std::string(whole.substr(last + 1))};
  if (first == last) return name;
  name.language = whole.substr(first + 1, last - first - 1);
  const bool translated = std::find(languages.begin() + 1, languages.end(), name.language) != languages.end();
  return translated ? std::optional(name) : std::nullopt;
}

class AudioCheck {
 public:
  AudioCheck(const Parts& parts, std::vector<Finding>& findings) : parts_(parts), findings_(findings) {}

  void run() {
    for (const auto& [key, document] : parts_.templates) slots(key.first, key.second, document);
    for (const auto& [file, bytes] : parts_.audio) recording(file, bytes);
    for (const auto& [key, where] : slots_) missing(key, where);
  }

 private:
  struct Key {
    std::string state;
    std::string slot;
    std::string language;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Where {
    std::string file;
    Place place;
  };

  void add(std::string_view code, const Where& where, std::string message) {
    findings_.push_back(fault(code, where.file, where.place, std::move(message)));
  }

  void slots(const std::string& state, const std::string& language, const Template& document) {
    std::vector<Slot> found;
    slots_in(document.root(), found);
    for (const Slot& slot : found) {
      const Where where{document.file(), slot.where->place};
      if (slot.where->name != "Say" || !is_name(slot.name)) {
        add("bad-value", where, "slot=\"NAME\" belongs to a <Say>, and its name is small letters, digits and _");
      } else if (!slots_.emplace(Key{state, slot.name, language}, where).second) {
        add("bad-value", where, fmt::format("the slot \"{}\" is in this file twice", slot.name));
      }
      varies(*slot.where, slot.name, where);
    }
  }

  void varies(const TemplateElement& say, const std::string& slot, const Where& where) {
    for (const auto& child : say.children) {
      const auto* pieces = std::get_if<Pieces>(&child);
      if (pieces == nullptr) continue;
      for (const Piece& piece : *pieces) {
        if (!piece.variable || is_one_of(constant_names, piece.text)) continue;
        add("audio-varies", where,
            fmt::format("the slot \"{}\" says {{{{{}}}}}, which differs from call to call: put it into a <Say> of its "
                        "own, without a slot",
                        slot, piece.text));
      }
    }
  }

  void recording(const std::string& file, const std::string& bytes) {
    const Where where{file, {}};
    const auto name = audio_name(file, parts_.definition.languages);
    const auto slot = name ? slots_.find({name->state, name->slot, name->language}) : slots_.end();
    if (slot == slots_.end()) {
      return add("file-unused", where,
                 "is not used: a recording is STATE/SLOT.wav, or STATE/LANGUAGE/SLOT.wav, for a <Say slot=\"SLOT\"> of "
                 "that state");
    }
    recorded_.insert(slot->first);
    const auto audio = read_audio(bytes);
    if (!audio) return add("audio-wrong-kind", where, audio.error().message);
    const auto heard = fault_of(*audio);
    if (!heard) return;
    switch (heard->kind) {
      case AudioFault::Kind::too_long: return add("audio-too-long", where, heard->words + "; divide it");
      case AudioFault::Kind::silent: return add("audio-silent", where, heard->words + "; record it again");
      case AudioFault::Kind::clipped: return add("audio-clipped", where, heard->words + "; record it with less gain");
    }
  }

  /// Recorded in one language and not in another.
  void missing(const Key& key, const Where& where) {
    if (recorded_.contains(key)) return;
    const bool elsewhere = std::any_of(recorded_.begin(), recorded_.end(), [&](const Key& other) {
      return other.state == key.state && other.slot == key.slot;
    });
    if (!elsewhere) return;
    add("audio-missing", where,
        fmt::format("the slot \"{}\" is recorded in another language and not in \"{}\": add {}/{}{}.wav, or take the "
                    "other away",
                    key.slot, key.language, key.state,
                    key.language == parts_.definition.languages.front() ? "" : key.language + "/", key.slot));
  }

  const Parts& parts_;
  std::vector<Finding>& findings_;
  std::map<Key, Where> slots_;
  std::set<Key> recorded_;
};

}  // namespace

void check_audio(const Parts& parts, std::vector<Finding>& findings) { AudioCheck(parts, findings).run(); }

}  // namespace courtesy::flow
