// The flows and templates that come with this program, each in the version that it loaded, and a memo of others.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "flow/flow.h"
#include "flow/text_template.h"
#include "flow/versions.h"

namespace courtesy::flow {

/// May it remind a client: a call that we make? Errors: `invalid` for a flow of calls that come in, one that others
/// run, and the operator's page.
Result<void> may_remind(const Flow& flow);
/// May it answer a number? Errors: `invalid` for a flow that is not of calls that come in.
Result<void> may_answer(const Flow& flow);

class Library {
 public:
  /// All that come inside the binary. Errors: `invalid`, with every finding: a flow with an error is not used.
  static Result<Library> builtin();

  /// Errors: `not_found`, with the names that there are.
  Result<Flow> flow(std::string_view name) const;
  /// All of them, by name.
  const std::map<std::string, Flow, std::less<>>& flows() const { return flows_; }
  /// One that came with the program. Errors: `not_found`.
  Result<Flow> version(std::string_view hash) const;
  /// Those that did not: published by accounts, or come with another version of the program.
  Versions& other_versions() const { return *other_versions_; }

  struct Words {
    const TextTemplate* words;
    std::string_view language;  ///< that it is in
  };
  /// `appointment-text` in the wanted language, or in English. Errors: `not_found`.
  Result<Words> text(std::string_view name, std::string_view language) const;
  /// All of them: `appointment-text`, `appointment-text.es`.
  const std::map<std::string, TextTemplate, std::less<>>& texts() const { return templates_; }

 private:
  static Result<Library> read_builtin();

  std::map<std::string, Flow, std::less<>> flows_;
  std::map<std::string, TextTemplate, std::less<>> templates_;  // `appointment-text`, `appointment-text.es`
  std::shared_ptr<Versions> other_versions_ = std::make_shared<Versions>();
};

}  // namespace courtesy::flow
