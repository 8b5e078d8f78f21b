// Where what a document refers to leads.
#pragma once

#include <string>
#include <string_view>

#include "twiml/executor.h"

namespace courtesy::phonenet {

/// Against the document's own URL; an empty reference is that document (RFC 3986 §5.2.2): the default `action`, and
/// `<Redirect/>`. What cannot be resolved is as it is written, and fails as a bad URL when it is asked for.
std::string absolute(const twiml::Link& link);
/// Of a callback, or of anything else that may be left out: an empty reference is no URL.
std::string absolute_if_any(const twiml::Link& link);

/// By the parameters' names; those of one name stay in their order. As a query is asked for.
std::string sorted_query(std::string_view query);

}  // namespace courtesy::phonenet
