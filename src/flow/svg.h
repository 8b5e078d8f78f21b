// SVG as text: shapes and words, escaped.
#pragma once

#include <string>
#include <string_view>

#include "flow/text_width.h"

namespace courtesy::flow {

struct Box {
  double x;
  double y;
  double width;
  double height;
};

struct TextStyle {
  std::string_view css_class;
  Font font;
  std::string_view anchor = "start";  ///< `start`, `middle`, `end`
};

/// Collects elements; a class says how each looks.
class Svg {
 public:
  void open(std::string_view css_class);  ///< a group; `title` is what a pointer over it shows
  void title(std::string_view text);
  void close();
  void box(const Box& box, double radius, std::string_view css_class);
  void circle(double x, double y, double radius, std::string_view css_class);
  void path(std::string_view data, std::string_view css_class, std::string_view marker = {});
  void text(double x, double y, std::string_view text, const TextStyle& style);

  const std::string& elements() const { return elements_; }

 private:
  std::string elements_;
};

/// `&`, `<`, `>` and quotes as XML has them; control characters, which it has not, as spaces.
std::string xml_escaped(std::string_view text);

}  // namespace courtesy::flow
