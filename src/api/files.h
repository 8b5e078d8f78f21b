// The page's files, as embedded in the binary under `web/`.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "http/message.h"

namespace courtesy::api {

/// Answers GET of a file: 200 with an ETag, compressed where both sides can; 304 where the browser has it; 404.
/// A name is revalidated each time, so a new binary's page is seen at once.
class Files {
 public:
  /// From the binary.
  Files();
  /// For tests: names without `web/`.
  explicit Files(std::map<std::string, std::string_view> files);

  http::Response answer(const http::Request& request) const;

 private:
  struct File {
    std::string_view bytes;
    std::string_view compressed;  ///< empty: there is no .gz
    std::string tag;
    std::string_view type;
  };
  void add(const std::map<std::string, std::string_view>& files);

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace courtesy::api
