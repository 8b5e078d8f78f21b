#include "http/files.h"

#include <doctest/doctest.h>

using namespace courtesy;

namespace {

const http::Files files{{{"index.html", "<!doctype html>"}, {"page.js", "let a = 1"}, {"page.js.gz", "squeezed"}}};

http::Request get(std::string url, http::Headers headers = {}) {
  return {.url = std::move(url), .headers = std::move(headers)};
}

}  // namespace

TEST_CASE("the root is the page, and a file has its type") {
  CHECK(files.answer(get("/")).body == "<!doctype html>");
  CHECK(files.answer(get("/")).header("content-type") == "text/html; charset=utf-8");
  CHECK(files.answer(get("/page.js?x=1")).header("content-type") == "text/javascript; charset=utf-8");
  CHECK(files.answer(get("/nothing")).status == 404);
  CHECK(files.answer(get("/../page.js")).status == 404);
  CHECK(files.answer(get("/page.js.gz")).status == 404);
  CHECK(files.has("/"));
  CHECK(files.has("/page.js"));
  CHECK_FALSE(files.has("/nothing"));
}

TEST_CASE("a file goes compressed only to those who take it so") {
  const auto plain = files.answer(get("/page.js"));
  CHECK(plain.body == "let a = 1");
  CHECK_FALSE(plain.header("content-encoding"));
  const auto squeezed = files.answer(get("/page.js", {{"Accept-Encoding", "br, gzip"}}));
  CHECK(squeezed.body == "squeezed");
  CHECK(squeezed.header("content-encoding") == "gzip");
  CHECK(squeezed.header("etag") != plain.header("etag"));
  CHECK(files.answer(get("/page.js", {{"Accept-Encoding", "gzip;q=0"}})).body == "let a = 1");
  CHECK(files.answer(get("/", {{"Accept-Encoding", "gzip"}})).body == "<!doctype html>");
}

TEST_CASE("what the browser has is not sent again, and what has changed is") {
  const std::string tag(*files.answer(get("/page.js")).header("etag"));
  const auto same = files.answer(get("/page.js", {{"If-None-Match", tag}}));
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  const http::Files newer{{{"page.js", "let a = 2"}}};
  CHECK(newer.answer(get("/page.js", {{"If-None-Match", tag}})).status == 200);
}

TEST_CASE("without a page the root says so") {
  const http::Files none(std::map<std::string, std::string_view>{}, "The API is at /api/v1.");
  CHECK(none.answer(get("/")).status == 404);
  CHECK(none.answer(get("/")).body.find("/v1") != std::string::npos);
}
