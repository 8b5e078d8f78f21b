#include "flow/svg.h"

#include <fmt/format.h>

namespace courtesy::flow {

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      default: escaped += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return escaped;
}

void Svg::open(std::string_view css_class) { elements_ += fmt::format("<g class=\"{}\">\n", css_class); }
void Svg::title(std::string_view text) { elements_ += fmt::format("<title>{}</title>\n", xml_escaped(text)); }
void Svg::close() { elements_ += "</g>\n"; }

void Svg::box(const Box& box, double radius, std::string_view css_class) {
  elements_ += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}" class="{}"/>)",
                           box.x, box.y, box.width, box.height, radius, css_class);
  elements_ += '\n';
}

void Svg::circle(double x, double y, double radius, std::string_view css_class) {
  elements_ += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" class="{}"/>)", x, y, radius, css_class);
  elements_ += '\n';
}

void Svg::path(std::string_view data, std::string_view css_class, std::string_view marker) {
  elements_ += fmt::format(R"(<path d="{}" class="{}")", data, css_class);
  if (!marker.empty()) elements_ += fmt::format(" marker-end=\"url(#{})\"", marker);
  elements_ += "/>\n";
}

void Svg::text(double x, double y, std::string_view text, const TextStyle& style) {
  elements_ += fmt::format(R"(<text x="{:.1f}" y="{:.1f}" font-size="{:g}" text-anchor="{}" class="{}"{}>{}</text>)", x,
                           y, style.font.size, style.anchor, style.css_class,
                           style.font.bold ? R"( font-weight="bold")" : "", xml_escaped(text));
  elements_ += '\n';
}

}  // namespace courtesy::flow
