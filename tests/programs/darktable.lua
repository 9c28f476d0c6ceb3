-- Imports `folder`, gives the photos named in `orders` their marks, and writes all marks to the file `report`.
local darktable = require "darktable"
assert(io.open(report .. ".begun", "w")):close()
local colours = { "red", "yellow", "green", "blue", "purple" }

local function obey(image, order)
  if order.style then
    darktable.styles.import(order.style)
    for _, style in ipairs(darktable.styles) do darktable.styles.apply(style, image) end
  end
  if order.label then
    for number, colour in ipairs(colours) do image[colour] = number == order.label end
  end
  for _, word in ipairs(order.keywords or {}) do
    darktable.tags.attach(darktable.tags.create(word), image)
  end
  -- Only this has the sidecar written, as every change by hand does.
  image.rating = order.rating or image.rating
end

local function line(image)
  local parts = { image.filename, image.rating, "" }
  for number, colour in ipairs(colours) do
    if image[colour] then parts[3] = parts[3] .. number end
  end
  for _, tag in ipairs(image:get_tags()) do
    if not tag.name:match("^darktable|") then table.insert(parts, tag.name) end
  end
  return table.concat(parts, "\t")
end

darktable.register_event("burstpick", "post-import-film", function(_, film)
  local lines = {}
  for number = 1, #film do
    local image = film[number]
    if orders[image.filename] then obey(image, orders[image.filename]) end
    table.insert(lines, line(image))
  end
  local file = assert(io.open(report .. ".part", "w"))
  file:write(table.concat(lines, "\n"))
  file:close()
  assert(os.rename(report .. ".part", report))
end)
darktable.database.import(folder)
