#include "http/small_page.h"

#include <fmt/format.h>

namespace courtesy::http {

Response small_page(int status, std::string_view title, std::string_view body) {
  return {
      status,
      {{"Content-Type", "text/html; charset=utf-8"},
       {"Cache-Control", "no-store"},
       {"Referrer-Policy", "no-referrer"},
       {"Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"}},
      fmt::format("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
                  "<title>{}</title><main>{}</main></html>\n",
                  title, body)};
}

}  // namespace courtesy::http
