// A template in its state, as the checks look at it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "flow/parts.h"

namespace courtesy::flow {

/// One template and what its state is in the flow.
struct Situation {
  const Definition& definition;
  const State& state;
  const Template& document;
  std::string_view language;
  bool is_opening;  ///< the call begins to speak here
  bool inbound;
  bool machine;        ///< a machine may hear it, after the opening question
  bool machine_entry;  ///< and it is the first that it hears
  bool for_operator;   ///< the operator's own call: whoever runs the house cannot ask it for no more calls

  const TemplateElement& root() const { return document.root(); }
};

/// The verbs, in order.
std::vector<const TemplateElement*> verbs_of(const TemplateElement& root);

/// An incoming call that is not taken at all.
bool is_rejection(const Situation& situation);

/// All that is spoken inside, in order; for a variable there stands something that is no word.
std::string spoken_text(const TemplateElement& element);

bool speaks(const TemplateElement& element, std::string_view variable);

/// The spoken text before the first time that the variable is spoken; all of it, and false, when it never is.
bool text_before(const TemplateElement& element, std::string_view variable, std::string& text);

/// Something for every variable in it, known or not.
void stand_ins(const TemplateElement& element, std::map<std::string, std::string>& spoken,
               std::map<std::string, std::string>& paths);

/// The document with sample values; nothing where it cannot be filled in.
twiml::Element sample_document(const Situation& situation);

}  // namespace courtesy::flow
