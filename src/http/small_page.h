// A page of a few words and a button, for whoever comes by a link in a message.
#pragma once

#include <string_view>

#include "http/message.h"

namespace courtesy::http {

/// In English. It runs nothing, loads nothing, stands in no frame, and is kept by nobody. `body`: HTML.
Response small_page(int status, std::string_view title, std::string_view body);

}  // namespace courtesy::http
