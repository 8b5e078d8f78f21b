// What a diagram says of a flow's parts, in the languages of the page.
#pragma once

#include <string>
#include <string_view>

#include "base/language.h"
#include "flow/definition.h"

namespace courtesy::flow {

/// An author's name in words: `call_back` is "call back".
std::string with_spaces(std::string_view name);

/// `1 call`, `312 calls`.
std::string counted_words(std::size_t count, InEach one, InEach many, Language language);
std::string calls_words(std::size_t count, Language language);
/// What a state does: `asks`, `speaks, hangs up`, `asks for hours`.
std::string kind_words(const State& state, Language language);
/// Of a state that says nothing, what it asks the engine or which flow it runs.
std::string silent_words(const State& state, Language language);
/// A guard of names.h's flag_names: `open now`.
std::string flag_words(std::string_view flag, Language language);
/// What a transition does besides leading on: `confirm, emit time card`.
std::string deed_words(const Transition& transition, Language language);

}  // namespace courtesy::flow
