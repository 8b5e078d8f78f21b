#include "flow/library.h"

#include <fmt/format.h>

#include "base/embedded.h"
#include "flow/builtin.h"
#include "flow/checker.h"

namespace courtesy::flow {
namespace {

constexpr std::string_view template_folder = "flows/templates/";
constexpr std::string_view template_ending = ".txt";

}  // namespace

Result<Library> Library::builtin() {
  // What is inside the binary does not change: it is read and proven once, for all nodes of a process.
  static const Result<Library> proven = read_builtin();
  Result<Library> library = proven;
  if (library) library->other_versions_ = std::make_shared<Versions>();
  return library;
}

Result<Library> Library::read_builtin() {
  Library library;
  for (const auto& name : builtin_flows()) library.flows_.emplace(name, TRY(load_builtin(name)));
  for (const auto& file : embedded_files()) {
    if (!file.name.starts_with(template_folder) || !file.name.ends_with(template_ending)) continue;
    std::string_view name = file.name.substr(template_folder.size());
    name.remove_suffix(template_ending.size());
    library.templates_.emplace(name, TRY(TextTemplate::parse(file.name, file.bytes)));
  }
  return library;
}

Result<void> may_answer(const Flow& flow) {
  if (flow.definition().inbound) return {};
  return invalid(fmt::format("the flow '{}' answers no number: it is not for calls that come in", flow.name()));
}

Result<Flow> Library::flow(std::string_view name) const {
  const auto found = flows_.find(name);
  if (found != flows_.end()) return found->second;
  std::string known;
  for (const auto& [other, flow] : flows_) known += (known.empty() ? "" : ", ") + other;
  return Error{ErrorCode::not_found, fmt::format("no flow '{}'; there are: {}", name, known)};
}

Result<void> may_remind(const Flow& flow) {
  const Definition& definition = flow.definition();
  if (!definition.inbound && !definition.is_sub_flow() && !acknowledges(definition)) return {};
  return invalid(fmt::format("the flow '{}' reminds nobody: it is for {}", flow.name(),
                             definition.inbound         ? "calls that come in"
                             : definition.is_sub_flow() ? "other flows to run"
                                                        : "the operator"));
}

Result<Flow> Library::version(std::string_view hash) const {
  for (const auto& [name, flow] : flows_) {
    if (flow.hash() == hash) return flow;
  }
  return Error{ErrorCode::not_found, "this version of the flow is not loaded"};
}

Result<Library::Words> Library::text(std::string_view name, std::string_view language) const {
  const std::string_view base = language.substr(0, language.find('-'));
  if (const auto own = templates_.find(fmt::format("{}.{}", name, base)); own != templates_.end()) {
    return Words{&own->second, base};
  }
  if (const auto first = templates_.find(name); first != templates_.end()) return Words{&first->second, "en"};
  return Error{ErrorCode::not_found, fmt::format("no template '{}'", name)};
}

}  // namespace courtesy::flow
