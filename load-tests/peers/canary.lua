-- The same request for a thousand users in turn.
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.body = '{"query": "' .. string.rep("x", 1010) .. '"}'
local requests, turn = {}, 0
init = function()
    for user = 1, 1000 do
        wrk.headers["x-user-id"] = "user-" .. user
        requests[user] = wrk.format()
    end
end
request = function()
    turn = turn % 1000 + 1
    return requests[turn]
end
