// TwiML's grammar as a table: which verbs there are, what attributes and what content each may have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "twiml/document.h"

namespace courtesy::twiml {

/// What Twilio makes of a finding: with a warning the call goes on without the part, with an error the document fails.
enum class Severity { warning, error };
std::string_view to_string(Severity severity);

struct Finding {
  int line;
  int column;
  int code;  ///< Twilio's error or warning; 0 where Twilio says nothing and the person on the phone suffers
  Severity severity;
  std::string message;  ///< what is wrong and how to mend it
};

/// Everything in a voice document that Twilio would complain about, skip or run in a way that nobody means:
/// unknown verbs and attributes (12200), wrong nesting (13320 in Gather), values out of range, text too long for Say
/// (13521: 3,000 characters, the least of its voices' limits), a Gather or Record without `action` (they would ask
/// their own document again, for ever), and verbs that can never run because one before them leaves the document.
///
/// Source: Twilio's documentation of each verb, its error dictionary, and its SDK's types for nesting.
std::vector<Finding> check(const Element& response);

/// True for verbs after which the document does not go on: Redirect, Hangup, Reject, Leave.
bool leaves(std::string_view verb);

}  // namespace courtesy::twiml
