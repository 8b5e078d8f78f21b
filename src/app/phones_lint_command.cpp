#include "app/phones_lint_command.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <ostream>

#include "net/client.h"

namespace courtesy::app {
namespace {

struct Form {
  std::string_view name;
  std::string_view path;
};
constexpr std::array<Form, 3> forms{{{"text", "/_/lint.txt"}, {"json", "/_/lint"}, {"junit", "/_/lint.xml"}}};

/// Both are small: one finding a place, however many calls there were.
constexpr std::size_t most_bytes = 16u << 20;

class PhonesLintCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--url URL", url_, "where the network answers (default: http://127.0.0.1:8800)");
    options.text("--format FORMAT", format_, "text, json or junit (default: text)");
    options.flag("--json", json_, "the same as --format json");
    options.flag("--strict", strict_, "a warning is a failure too");
  }

  Result<void> check() override {
    while (!url_.empty() && url_.back() == '/') url_.pop_back();
    if (const auto url = http::parse_url(url_); !url || url->scheme != "http") {
      return invalid(fmt::format("--url is \"{}\": it must be one like http://127.0.0.1:8800", url_));
    }
    if (json_) format_ = "json";
    for (const Form& form : forms) {
      if (form.name == format_) path_ = form.path;
    }
    if (path_.empty()) return invalid(fmt::format("--format is \"{}\": it must be text, json or junit", format_));
    return {};
  }

  /// 1 where there was an error; with --strict where there was anything.
  Result<int> run(Outside& outside) override {
    net::AsioLoop loop(outside.clock);
    net::CurlClient client(loop, net::CurlClientOptions{.reach = net::Reach::loopback_only});
    const std::string shown = TRY(ask(loop, client, path_));
    const auto counts = boost::json::parse(TRY(ask(loop, client, "/_/lint"))).as_object();
    outside.out << shown << (shown.ends_with('\n') ? "" : "\n");
    const bool bad = counts.at("errors").as_int64() > 0 || (strict_ && counts.at("warnings").as_int64() > 0);
    return bad ? 1 : 0;
  }

 private:
  Result<std::string> ask(net::AsioLoop& loop, net::CurlClient& client, std::string_view path) const {
    std::optional<http::Exchange> came;
    client.send({.method = "GET", .url = url_ + std::string(path)}, {.response_bytes = most_bytes},
                [&](http::Exchange exchange) { came = std::move(exchange); });
    while (!came) loop.run_one(seconds{1});
    const auto* response = std::get_if<http::Response>(&*came);
    if (response == nullptr) {
      return Error{ErrorCode::unavailable,
                   fmt::format("no phone network answers at {}: does `courtesy phones` run, on that port?", url_)};
    }
    if (response->status != 200) {
      return Error{ErrorCode::unavailable,
                   fmt::format("what answers at {} is no phone network of this version ({})", url_, response->status)};
    }
    return response->body;
  }

  std::string url_ = "http://127.0.0.1:8800";
  std::string format_ = "text";
  std::string_view path_;
  bool json_ = false;
  bool strict_ = false;
};

}  // namespace

std::unique_ptr<Command> make_phones_lint_command() { return std::make_unique<PhonesLintCommand>(); }

}  // namespace courtesy::app
