// What the rooms below say in English, said again in the language of whoever reads it: why a request was refused, what
// is wrong with a file or a number, what speaks against a template.
//
// An `Error` goes through every room, into logs and into what is kept, and is English there. Who asks is known at the
// door alone; there the sentence is found by its shape, and its values are put into the same sentence of the other
// language. A value may be such a sentence itself: "`number` cannot be used: phone number: too short".
#pragma once

#include <boost/json/fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/language.h"
#include "http/message.h"

namespace courtesy::api {

/// The sentence in that language; as it is, where it is none of those that are known.
std::string retold(std::string_view english, Language language);
/// A problem's title and detail; any other answer stays as it is.
void retell(http::Response& answer, Language language);
/// These texts of each object of a list.
void retell(boost::json::array& list, std::initializer_list<std::string_view> members, Language language);

/// `{}` stands for a value, `{0}`, `{1}` for the first and second of them where they change places. Of two that fit the
/// earlier is taken.
std::span<const InEach> retold_refusals();
std::span<const InEach> retold_findings();
/// Titles of the flows that come with the program; who publishes one of their own calls it as they like.
std::span<const InEach> retold_titles();

}  // namespace courtesy::api
