#include "flow/loader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "flow/checker.h"
#include "flow/faults.h"
#include "flow/names.h"

namespace courtesy::flow {
namespace {

/// How many flows may lie inside one another, the outermost with them.
constexpr std::size_t most_deep = 4;

/// `STATE.xml` or `STATE.LANGUAGE.xml`.
struct TemplateName {
  std::string state;
  std::string language;
};

std::optional<TemplateName> template_name(std::string_view file, const std::string& first_language) {
  if (!file.ends_with(".xml")) return std::nullopt;
  file.remove_suffix(4);
  const auto dot = file.find('.');
  if (dot == std::string_view::npos) return TemplateName{std::string(file), first_language};
  return TemplateName{std::string(file.substr(0, dot)), std::string(file.substr(dot + 1))};
}

std::string hash_of(std::vector<Flow::File> files, const std::vector<std::string>& of_subs) {
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  std::string all;
  for (const Flow::File& file : files) {
    all += fmt::format("{}:{}{}:", file.name.size(), file.name, file.bytes.size());
    all += file.bytes;
  }
  for (const std::string& hash : of_subs) all += "runs:" + hash;
  return hex(sha256(all));
}

class Loader {
 public:
  Loader(const Flow::Others& others, std::vector<std::string> chain) : others_(others), chain_(std::move(chain)) {}

  Loaded load(std::string_view name, const std::vector<Flow::File>& files) {
    read(name, files);
    sort(loaded_.findings);
    loaded_.hash = hash_of(files, hashes_);
    return std::move(loaded_);
  }

 private:
  void add(std::string_view code, const std::string& file, Place place, std::string message) {
    loaded_.findings.push_back(fault(code, file, place, std::move(message)));
  }

  void read(std::string_view name, const std::vector<Flow::File>& files) {
    Parts& parts = loaded_.parts;
    parts.name = name;
    const auto toml =
        std::find_if(files.begin(), files.end(), [](const auto& file) { return file.name == "flow.toml"; });
    if (toml == files.end()) {
      return add("missing-key", "flow.toml", {}, "missing: a flow is a folder with a flow.toml in it");
    }
    parts.definition = read_definition(toml->bytes, loaded_.findings);
    if (parts.definition.languages.empty() || parts.definition.states.empty()) return;
    for (const Flow::File& file : files) {
      if (file.name != "flow.toml") add(file, parts);
    }
    for (const State& state : parts.definition.states) {
      if (state.waits_for == WaitsFor::flow && !state.run.empty()) sub_flow(state, parts);
    }
    const std::vector<Finding> checked = check(parts);
    loaded_.findings.insert(loaded_.findings.end(), checked.begin(), checked.end());
  }

  void add(const Flow::File& file, Parts& parts) {
    // Scripted conversations and a note for readers are part of the folder and say nothing on the phone.
    if (file.name.starts_with("conversations/") || file.name == "README.md") return;
    const bool is_audio = file.name.ends_with(".wav") || file.name.ends_with(".mp3");
    if (file.name.find('/') != std::string::npos && is_audio) {
      parts.audio.insert_or_assign(file.name, file.bytes);
      parts.audio_hashes.insert_or_assign(file.name, hex(sha256(file.bytes)));
      return;
    }
    const auto& languages = parts.definition.languages;
    const auto name = template_name(file.name, languages.front());
    if (!name || file.name.find('/') != std::string::npos) {
      return add("file-unused", file.name, {},
                 "is not used: a flow has flow.toml, STATE.xml, STATE.LANGUAGE.xml, STATE/SLOT.wav, conversations/");
    }
    const bool suffixed = file.name != name->state + ".xml";
    if (suffixed && (name->language == languages.front() ||
                     std::find(languages.begin(), languages.end(), name->language) == languages.end())) {
      return add("file-unused", file.name, {},
                 fmt::format("has a language that flow.toml does not list, or lists first: name it "
                             "{}.xml, or add the language to languages",
                             name->state));
    }
    const auto place = std::pair{name->state, name->language};
    parts.templates.insert_or_assign(place, Template::parse(file.name, file.bytes, loaded_.findings));
  }

  void sub_flow(const State& state, Parts& parts) {
    if (parts.subs.contains(state.run)) return;
    const auto missing = [&](std::string_view code, std::string message) {
      add(code, "flow.toml", state.place, fmt::format("{} runs \"{}\": {}", state.name, state.run, message));
    };
    if (std::find(chain_.begin(), chain_.end(), state.run) != chain_.end()) {
      return missing("sub-flow-recursion",
                     "it is running already; a flow cannot run itself, directly or through others");
    }
    if (chain_.size() >= most_deep) {
      return missing("sub-flow-deep", fmt::format("at most {} flows may lie inside one another", most_deep));
    }
    const auto files = others_ ? others_(state.run) : std::vector<Flow::File>{};
    if (files.empty()) return missing("sub-flow-missing", "there is no flow of that name beside this one");
    auto chain = chain_;
    chain.push_back(state.run);
    Loaded inner = Loader(others_, std::move(chain)).load(state.run, files);
    if (!inner.findings.empty()) {
      const Finding& first = inner.findings.front();
      const bool round = first.code == "sub-flow-recursion" || first.code == "sub-flow-deep";
      return missing(round ? first.code : "sub-flow-missing",
                     fmt::format("it has faults itself, the first: {}/{}", state.run, to_string(first)));
    }
    hashes_.push_back(inner.hash);
    parts.subs.emplace(state.run, std::make_shared<const Parts>(std::move(inner.parts)));
  }

  const Flow::Others& others_;
  std::vector<std::string> chain_;  ///< the flows that are being loaded, the outermost first
  std::vector<std::string> hashes_;
  Loaded loaded_;
};

}  // namespace

Loaded load_parts(std::string_view name, const std::vector<Flow::File>& files, const Flow::Others& others) {
  return Loader(others, {std::string(name)}).load(name, files);
}

}  // namespace courtesy::flow
