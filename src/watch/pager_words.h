// What a page says: spoken, written, and on the link's page.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/message.h"
#include "store/pages.h"

namespace courtesy {

inline constexpr std::string_view pager_name = "Courtesy's pager";
/// Before the token, in the path of a link's page.
inline constexpr std::string_view link_prefix = "/page/";

/// All of it in a few sentences: `Two things are wrong. …`. At most 600 bytes, whole sentences.
std::string words_of(std::span<const Page> pages);
/// For a text: with how to acknowledge.
std::string text_words(const std::string& words, const std::string& link);
/// For an email.
std::string mail_words(const std::string& words, const std::string& link);

/// `OK`, `ok.`, `Okay`, `1`: an acknowledgement.
bool is_acknowledgement(std::string_view reply);

/// The link's page: a question with a button, since link scanners fetch it; and what came of it.
http::Response ask_page(const std::string& words);
http::Response said_page(int status, std::string_view heading);

}  // namespace courtesy
